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

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What passes are expected to cost. */
class PassCurveTest {

    @Test
    void goesThroughThePointsAndOnAlongTheLastSlope() {
        PassCurve curve = new PassCurve(new TreeMap<>(Map.of(1, 10.0, 2, 12.0, 4, 16.0)));

        assertThat(curve.nanos(1)).isEqualTo(10);
        assertThat(curve.nanos(1.5)).isEqualTo(11);
        assertThat(curve.nanos(4)).isEqualTo(16);
        assertThat(curve.nanos(8)).isCloseTo(24, within(1e-9));
        assertThat(curve.nanos(2000)).isCloseTo(4008, within(1e-6));
    }

    @Test
    void neverFalls() {
        PassCurve curve = new PassCurve(new TreeMap<>(Map.of(1, 10.0, 2, 30.0, 3, 20.0, 4, 40.0)));

        for (int positions = 1; positions < 300; positions++) {
            assertThat(curve.nanos(positions + 1)).isGreaterThanOrEqualTo(curve.nanos(positions));
        }
    }

    @Test
    void findsItsWayFromAProfileThatIsWrongByThree() {
        PassCurve curve = PassCurve.straight(3_000_000, 300_000);
        Random random = new Random(7);

        for (int i = 0; i < 60; i++) {
            learn(curve, 1 + random.nextInt(16), random);
        }

        assertThat(curve.error()).isLessThan(0.6);
        for (int i = 0; i < 100; i++) {
            learn(curve, 1 + random.nextInt(16), random);
        }
        assertThat(curve.nanos(1)).isCloseTo(truth(1), within(0.1 * truth(1)));
        assertThat(curve.nanos(8)).isCloseTo(truth(8), within(0.1 * truth(8)));
        assertThat(curve.nanos(16)).isCloseTo(truth(16), within(0.1 * truth(16)));
    }

    @Test
    void onePauseOfTheMachineChangesLittle() {
        PassCurve curve = PassCurve.straight(1_000_000, 0);

        curve.learn(1, 1_000_000_000, 0);

        assertThat(curve.nanos(1)).isLessThan(1_100_000);
    }

    @Test
    void believesAPassThatTookNoTimeOnlyInPart() {
        PassCurve curve = PassCurve.straight(10_000_000, 0);

        curve.learn(1, 1, 0);

        assertThat(curve.nanos(1)).isGreaterThan(3_000_000);
    }

    @Test
    void tellsHowFarPredictionsAreOff() {
        PassCurve curve = PassCurve.straight(1_000_000, 0);

        for (int i = 0; i < 500; i++) {
            curve.learn(1, 1_000_000, 0);
        }

        assertThat(curve.error()).isLessThan(0.01);
    }

    @Test
    void mayBeLowerAsLongAsFewPassesProveIt() {
        PassCurve curve = PassCurve.straight(1_000_000, 100_000);
        assertThat(curve.hopeful().nanos(4)).isCloseTo(curve.nanos(4) / 3, within(1e-6));

        for (int i = 0; i < 50; i++) {
            curve.learn(4, 1_400_000, 0);
        }
        assertThat(curve.hopeful().nanos(4)).isCloseTo(1_400_000, within(20_000.0));

        for (int i = 0; i < 20_000; i++) {
            curve.age();
        }
        assertThat(curve.hopeful().nanos(4)).isLessThan(700_000);
    }

    private static double truth(int positions) {
        return 1_000_000 + 100_000 * positions;
    }

    private static void learn(PassCurve curve, int positions, Random random) {
        curve.learn(positions, (long) (truth(positions) * (1 + 0.1 * random.nextGaussian())), 0);
    }
}
