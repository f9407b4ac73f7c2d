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

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When predictions are right again, from rounds whose predictions are given. */
class ShiftTraceTest {

    private final ShiftTrace trace = new ShiftTrace();
    private Calibration soFar = Calibration.NONE;

    @Test
    void tellsHowManyRoundsAfterTheChangeThePredictionsAreRightAgain() {
        rounds(5, 0.95, 0.95, 1.0, false);
        rounds(3, 0.95, 0.55, 1.5, true);
        rounds(6, 0.55, 0.55, 1.05, true);

        assertThat(trace.shift()).isEqualTo(5);
        assertThat(trace.acceptanceSettles(200, 5)).hasValue(3);
        assertThat(trace.acceptanceError(5, 100)).isEqualTo(40, Offset.offset(1e-6));
        assertThat(trace.timeSettles(2, 10)).hasValue(3);
        assertThat(trace.timeError(5, 2)).isEqualTo(50, Offset.offset(1e-6));
    }

    @Test
    void saysSoWhereTheyNeverAre() {
        rounds(5, 0.95, 0.95, 1, false);
        rounds(20, 0.95, 0.5, 2, true);

        assertThat(trace.acceptanceSettles(200, 5)).isEmpty();
        assertThat(trace.timeSettles(2, 10)).isEmpty();
    }

    @Test
    void judgesNoRoundByTokensThatAreYetToCome() {
        rounds(2, 0.95, 0.95, 1, true);

        assertThat(trace.acceptanceError(1, 101)).isNaN();
        assertThat(trace.timeError(1, 2)).isNaN();
    }

    /** Rounds of a hundred proposed tokens each. */
    private void rounds(int count, double expected, double kept, double time, boolean shifted) {
        for (int i = 0; i < count; i++) {
            long[] tokens = new long[Calibration.DECILES];
            double[] sums = new double[Calibration.DECILES];
            long[] stood = new long[Calibration.DECILES];
            int decile = (int) (expected * Calibration.DECILES);
            tokens[decile] = 100;
            sums[decile] = 100 * expected;
            stood[decile] = Math.round(100 * kept);
            soFar = soFar.plus(new Calibration(tokens, sums, stood));
            trace.add(soFar, time, shifted);
        }
    }
}
