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
package io.pyramidion.operators.generation;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.SpeculationPreference;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpeculationResolverTest {

    private static final SpeculationSettings ON = new SpeculationSettings(true, 3, 6);
    private static final SpeculationSettings OFF = new SpeculationSettings(false, 3, 6);

    @Test
    void speculatesWithEveryModelOfTheJobUnlessTheRequestSaysOtherwise() {
        assertThat(new SpeculationResolver(ON, true, true).resolve(null))
                .isEqualTo(new Speculation(true, true, 3, 6));
        assertThat(new SpeculationResolver(ON, false, true).resolve(null))
                .isEqualTo(new Speculation(false, true, 3, 6));
        assertThat(new SpeculationResolver(ON, false, false).resolve(null))
                .isEqualTo(Speculation.OFF);
        assertThat(new SpeculationResolver(OFF, true, true).resolve(null))
                .isEqualTo(Speculation.OFF);
    }

    @Test
    void followsTheRequest() {
        SpeculationResolver resolver = new SpeculationResolver(OFF, true, true);

        assertThat(resolver.resolve(preference("exact", List.of("draft"), 5, null)))
                .isEqualTo(new Speculation(true, false, 5, 6));
        assertThat(resolver.resolve(preference("off", null, null, null)))
                .isEqualTo(Speculation.OFF);
        assertThat(resolver.resolve(preference("exact", List.of(), null, null)))
                .isEqualTo(Speculation.OFF);
    }

    @Test
    void refusesAModelThatTheJobLacks() {
        SpeculationResolver resolver = new SpeculationResolver(ON, true, false);

        assertThatThrownBy(() -> resolver.resolve(preference(null, List.of("qualifier"), 1, 1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("speculation.models names qualifier; this job has: draft");
    }

    @Test
    void refusesLengthsOutOfLimitsEvenIfItDoesNotSpeculate() {
        SpeculationResolver resolver = new SpeculationResolver(ON, true, true);

        assertThatThrownBy(() -> resolver.resolve(preference("off", null, null, 0)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("speculation.qualifier_length is 0; allowed: 1 to 64");
    }

    private static SpeculationPreference preference(
            String mode, List<String> models, Integer draftLength, Integer qualifierLength) {
        return new SpeculationPreference(mode, models, draftLength, qualifierLength);
    }
}
