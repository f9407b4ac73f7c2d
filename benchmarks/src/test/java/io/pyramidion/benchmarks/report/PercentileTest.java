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
package io.pyramidion.benchmarks.report;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PercentileTest {

    @Test
    void isTheValueThatAShareDoesNotExceed() {
        List<Double> values = List.of(4.0, 1.0, 3.0, 2.0);

        assertThat(Percentile.of(values, 0.5)).isEqualTo(2);
        assertThat(Percentile.of(values, 0.51)).isEqualTo(3);
        assertThat(Percentile.of(values, 0.99)).isEqualTo(4);
        assertThat(Percentile.of(values, 1)).isEqualTo(4);
        assertThat(Percentile.of(List.of(), 0.5)).isNaN();
    }
}
