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
import java.util.function.IntToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How far a proposer goes on. */
class StepsTest {

    private static final Steps.Limit NONE = (nanos, gained) -> true;

    @Test
    void stopsWhereAFurtherTokenIsNotWorthItsTime() {
        // A token costs 0.33 of one; the fourth is kept with 0.41, the fifth with 0.328.
        Steps steps = steps(new double[] {0.8}, 16, open -> 1, more -> 0.1 * more, 0.3, NONE);

        assertThat(steps.lengths()).containsExactly(4);
        assertThat(steps.gained()[0]).isCloseTo(0.8 + 0.64 + 0.512 + 0.4096, within(1e-9));
        assertThat(steps.nanos()).isCloseTo(4.4, within(1e-9));
    }

    @Test
    void sequencesOfBetterChancesGoFurther() {
        Steps steps =
                steps(
                        new double[] {0.3, 0.95, 0.7},
                        16,
                        open -> 0.5 + 0.1 * open,
                        more -> 0.3 * more,
                        0.5,
                        NONE);

        assertThat(steps.lengths()[1]).isGreaterThan(steps.lengths()[2]);
        assertThat(steps.lengths()[2]).isGreaterThan(steps.lengths()[0]);
    }

    @Test
    void aFirstStepIsTakenThatPaysOnlyWithThoseBehindIt() {
        IntToDoubleFunction jump = more -> more == 0 ? 0 : 2;

        assertThat(steps(new double[] {0.7}, 1, open -> 0.1, jump, 0.5, NONE).lengths())
                .containsExactly(0);
        assertThat(steps(new double[] {0.7}, 16, open -> 0.1, jump, 0.5, NONE).lengths()[0])
                .isGreaterThan(3);
    }

    @Test
    void takesNoneWhereNoneIsWorthIt() {
        Steps steps = steps(new double[] {0.5, 0.4}, 16, open -> 5, more -> 2.0 * more, 1, NONE);

        assertThat(steps.lengths()).containsExactly(0, 0);
        assertThat(steps.gained()).containsExactly(0, 0);
        assertThat(steps.nanos()).isZero();
    }

    @Test
    void keepsToTheRoom() {
        Steps steps =
                Steps.best(
                        new double[] {1, 1, 1},
                        new double[] {0.9, 0.9, 0.9},
                        new int[] {2, 0, 7},
                        open -> 0,
                        more -> 0,
                        1,
                        NONE);

        assertThat(steps.lengths()).containsExactly(2, 0, 7);
    }

    @Test
    void keepsToTheLimit() {
        Steps steps =
                steps(
                        new double[] {0.9},
                        16,
                        open -> 1,
                        more -> 0,
                        0.01,
                        (nanos, gained) -> nanos <= 3);

        assertThat(steps.lengths()).containsExactly(3);
    }

    @Test
    void whatHardlyStandsAlreadyIsNotGoneOnWith() {
        Steps steps =
                Steps.best(
                        new double[] {0.1, 1},
                        new double[] {0.8, 0.8},
                        new int[] {8, 8},
                        open -> 0.2,
                        more -> 0.1 * more,
                        0.9,
                        NONE);

        assertThat(steps.lengths()[0]).isZero();
        assertThat(steps.lengths()[1]).isPositive();
    }

    @Test
    void ofOneSequenceItFindsTheBestLengthThereIs() {
        Random random = new Random(5);
        for (int trial = 0; trial < 500; trial++) {
            double kept = random.nextDouble();
            double proposing = random.nextDouble();
            double verifying = random.nextDouble();
            double rate = random.nextDouble();
            Steps steps =
                    steps(
                            new double[] {kept},
                            16,
                            open -> proposing,
                            more -> verifying * more,
                            rate,
                            NONE);

            double best = 0;
            double gain = 0;
            for (int length = 1; length <= 16; length++) {
                gain += Math.pow(kept, length);
                best = Math.max(best, gain - rate * length * (proposing + verifying));
            }
            assertThat(steps.gained()[0] - rate * steps.nanos())
                    .as("trial %d", trial)
                    .isCloseTo(best, within(1e-9));
        }
    }

    private static Steps steps(
            double[] kept,
            int room,
            IntToDoubleFunction proposing,
            IntToDoubleFunction verifying,
            double rate,
            Steps.Limit limit) {
        int[] rooms = new int[kept.length];
        Arrays.fill(rooms, room);
        return Steps.best(
                Batches.filled(kept.length, 1), kept, rooms, proposing, verifying, rate, limit);
    }
}
