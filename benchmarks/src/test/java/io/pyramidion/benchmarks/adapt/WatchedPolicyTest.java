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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.RoundPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the bench sees of a policy. */
class WatchedPolicyTest {

    private final WatchedPolicy watched = new WatchedPolicy();

    @Test
    void countsTheArmsThatWerePlanned() {
        Lookahead draft = new Lookahead(true, false, false, 3, 3);
        watched.take(batch -> sequence -> draft);
        watched.plan(List.of()).lookahead(null);
        watched.plan(List.of()).lookahead(null);
        watched.take(batch -> sequence -> Lookahead.NONE);
        watched.plan(List.of()).lookahead(null);

        assertThat(watched.decisions().arms()).containsOnlyKeys("off").containsEntry("off", 1L);
        assertThat(watched.decisions().nanos()).isPositive();
    }

    private RoundPlan plan() {
        watched.take(batch -> sequence -> Lookahead.NONE);
        return watched.plan(List.of());
    }

    /** One that is not handed on would be answered by the interface's default. */
    @ParameterizedTest
    @ValueSource(classes = {SpeculationPolicy.class, RoundPlan.class})
    void handsEveryQuestionOn(Class<?> questions) {
        Class<?> watcher = questions == RoundPlan.class ? plan().getClass() : WatchedPolicy.class;
        for (Method method : questions.getDeclaredMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
                assertThat(Arrays.stream(watcher.getDeclaredMethods()).map(Method::getName))
                        .contains(method.getName());
            }
        }
    }
}
