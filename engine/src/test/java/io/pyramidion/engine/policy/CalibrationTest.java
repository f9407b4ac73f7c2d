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
package io.pyramidion.engine.policy;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Expected against true acceptance. */
class CalibrationTest {

    private final Random random = new Random(3);
    private final Calibration calibration = new Calibration();

    @Test
    void isWithoutErrorWhereWhatIsExpectedComes() {
        expect(20_000, 0);

        assertThat(calibration.error()).isLessThan(0.03);
        assertThat(calibration.kept(7)).isCloseTo(calibration.expected(7), within(0.1));
    }

    @Test
    void tellsHowFarExpectationsAreOff() {
        expect(20_000, -0.2);

        assertThat(calibration.error()).isCloseTo(0.18, within(0.04));
    }

    @Test
    void forgetsInItsErrorButNotInItsTotals() {
        expect(20_000, -0.2);
        expect(20_000, 0);

        assertThat(calibration.error()).isLessThan(0.03);
        assertThat(Arrays.stream(calibration.totalSeen()).sum()).isEqualTo(40_000);
        assertThat(Arrays.stream(calibration.totalExpected()).sum())
                .isGreaterThan(Arrays.stream(calibration.totalKept()).sum() + 3000.0);
    }

    @Test
    void hasARoomForCertainty() {
        calibration.learn(1, true);
        calibration.learn(0, false);

        assertThat(calibration.totalSeen()[9]).isEqualTo(1);
        assertThat(calibration.totalSeen()[0]).isEqualTo(1);
        assertThat(calibration.error()).isZero();
    }

    @Test
    void beforeTheFirstThereIsNoError() {
        assertThat(calibration.error()).isZero();
        assertThat(calibration.expected(4)).isNaN();
    }

    private void expect(int tokens, double off) {
        for (int i = 0; i < tokens; i++) {
            double probability = random.nextDouble();
            calibration.learn(probability, random.nextDouble() < probability + off);
        }
    }
}
