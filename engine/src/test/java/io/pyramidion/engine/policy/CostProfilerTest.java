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

import io.pyramidion.engine.speculation.ModelRole;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is measured right after the models were loaded, by a clock that only passes move. */
class CostProfilerTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void findsWhatPassesTake() {
        TimedDecoder decoder = new TimedDecoder(positions -> 3 + 0.5 * positions, 256);

        PassCosts costs = profile(decoder, 2 * SECOND);

        assertThat(costs.has(ModelRole.TARGET)).isTrue();
        assertThat(costs.has(ModelRole.DRAFT)).isFalse();
        for (int positions : new int[] {1, 7, 32, 100, 500}) {
            double truth = (3 + 0.5 * positions) * 1e6;
            assertThat(costs.decoding(ModelRole.TARGET, positions))
                    .as("%d positions", positions)
                    .isCloseTo(truth, within(0.02 * truth));
            assertThat(costs.reading(ModelRole.TARGET, positions))
                    .as("reading %d", positions)
                    .isCloseTo(truth, within(0.02 * truth));
        }
    }

    @Test
    void keepsToItsTimeOrLittleMore() {
        for (double millis : new double[] {0.1, 5, 20, 60}) {
            TimedDecoder decoder = new TimedDecoder(positions -> millis, 256);

            profile(decoder, SECOND);

            assertThat(decoder.now()).as("%s ms", millis).isLessThan(SECOND * 13 / 10);
        }
    }

    @Test
    void ofASlowModelItMeasuresAFewPasses() {
        TimedDecoder decoder = new TimedDecoder(positions -> 5000, 256);

        PassCosts costs = profile(decoder, SECOND);

        assertThat(decoder.passes()).isLessThanOrEqualTo(8);
        assertThat(costs.step(ModelRole.TARGET)).isCloseTo(5e9, within(1e6));
    }

    @Test
    void withoutTimeItGuessesByTheModelsSize() {
        TimedDecoder small = new TimedDecoder(positions -> 1, 64);
        TimedDecoder large = new TimedDecoder(positions -> 1, 512);

        PassCosts costs =
                new CostProfiler(0, small)
                        .profile(Map.of(ModelRole.DRAFT, small, ModelRole.TARGET, large));

        assertThat(small.passes() + large.passes()).isZero();
        assertThat(costs.step(ModelRole.DRAFT))
                .isPositive()
                .isLessThan(costs.step(ModelRole.TARGET));
    }

    @Test
    void givesItsCachesBack() {
        TimedDecoder decoder = new TimedDecoder(positions -> 5, 256);

        profile(decoder, SECOND);

        assertThat(decoder.openCaches()).isZero();
    }

    private static PassCosts profile(TimedDecoder decoder, long nanos) {
        return new CostProfiler(nanos, decoder).profile(Map.of(ModelRole.TARGET, decoder));
    }
}
