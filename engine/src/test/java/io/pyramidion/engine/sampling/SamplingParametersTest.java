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
package io.pyramidion.engine.sampling;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class SamplingParametersTest {

    @Test
    void takesATemperatureThatFloat32CannotDivideByForGreedy() {
        assertThat(withTemperature(0.1).samples()).isTrue();
        assertThat(withTemperature(1e-40).samples()).isFalse();
        assertThat(withTemperature(0).samples()).isFalse();
    }

    private static SamplingParameters withTemperature(double temperature) {
        return new SamplingParameters(temperature, 1, 0, 0, 0, 8, 0, List.of(), Set.of(), false);
    }
}
