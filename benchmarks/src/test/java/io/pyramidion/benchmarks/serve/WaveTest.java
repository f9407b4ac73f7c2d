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
package io.pyramidion.benchmarks.serve;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class WaveTest {

    private final Wave wave = new Wave(1, 9, 1000);

    @Test
    void risesToTheMiddleAndFallsAgain() {
        assertThat(wave.rate(0)).isEqualTo(1);
        assertThat(wave.rate(250)).isEqualTo(5);
        assertThat(wave.rate(500)).isEqualTo(9);
        assertThat(wave.rate(1000)).isEqualTo(1);
    }

    @Test
    void requestsComeAsOftenAsTheRateSays() {
        double[] times = wave.times(1);

        assertThat(times).isSorted();
        // The areas under the rate; Poisson's deviation is the root of the count.
        assertThat(times.length).isBetween(5000 - 4 * 71, 5000 + 4 * 71);
        long first = Arrays.stream(times).filter(time -> time < 250).count();
        assertThat(first).isBetween(750L - 4 * 28, 750L + 4 * 28);
    }
}
