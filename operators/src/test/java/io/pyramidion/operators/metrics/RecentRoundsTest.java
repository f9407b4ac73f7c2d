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
package io.pyramidion.operators.metrics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentRoundsTest {

    private final RecentRounds recent = new RecentRounds();

    @Test
    void averagesTheRoundsThatThereAre() {
        recent.add(round(4));
        recent.add(round(8));

        assertThat(recent.mean(RecentRounds.Sample::batchSize)).isEqualTo(6);
        assertThat(recent.mean(RecentRounds.Sample::insideModels)).isEqualTo(6);
    }

    @Test
    void isZeroBeforeTheFirstRound() {
        assertThat(recent.mean(RecentRounds.Sample::batchSize)).isZero();
    }

    @Test
    void forgetsOldRounds() {
        recent.add(round(1000));
        for (int i = 0; i < RecentRounds.SIZE; i++) {
            recent.add(round(2));
        }

        assertThat(recent.mean(RecentRounds.Sample::batchSize)).isEqualTo(2);
    }

    private static RecentRounds.Sample round(int batchSize) {
        return new RecentRounds.Sample(batchSize, 10, new long[] {1, 2, 3});
    }
}
