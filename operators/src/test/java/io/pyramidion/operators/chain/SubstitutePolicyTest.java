/*
 * Copyright 2026 the Pyramidion authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.pyramidion.operators.chain;

import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who runs a job's rounds, by what the command line of the task manager says. */
class SubstitutePolicyTest {

    private static final String JOB = "substitute-policy-test";
    private static final String PROPERTY = SubstitutePolicy.PREFIX + JOB;

    private final SpeculationPolicy own = batch -> null;

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void leavesAJobThatIsNotNamedItsOwnPolicy() {
        assertThat(SubstitutePolicy.orElse(JOB, () -> own)).isSameAs(own);
    }

    @Test
    void takesThePlaceOfTheJobsOwnPolicy() {
        System.setProperty(PROPERTY, FixedPolicy.class.getName());

        assertThat(SubstitutePolicy.orElse(JOB, () -> own)).isInstanceOf(FixedPolicy.class);
        assertThat(SubstitutePolicy.orElse("another", () -> own)).isSameAs(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no.such.Policy", "java.lang.String", ""})
    void refusesWhatIsNoPolicy(String name) {
        System.setProperty(PROPERTY, name);

        assertThatThrownBy(() -> SubstitutePolicy.orElse(JOB, () -> own))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PROPERTY + " is " + name + "; allowed: a SpeculationPolicy");
    }
}
