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
package io.pyramidion.operators.batch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlidingCountsTest {

    private static final long WINDOW = SlidingCounts.SECONDS * 1000L;

    private final SlidingCounts counts = new SlidingCounts(2);

    @Test
    void sumsWhatTheWindowHolds() {
        counts.add(0, 3, 1_000);
        counts.add(0, 4, 2_500);
        counts.add(1, 9, 2_500);

        assertThat(counts.sum(0, 3_000)).isEqualTo(7);
        assertThat(counts.sum(0, 999 + WINDOW)).isEqualTo(7);
        assertThat(counts.sum(0, 1_000 + WINDOW)).isEqualTo(4);
        assertThat(counts.sum(0, 2_000 + WINDOW)).isZero();
        assertThat(counts.sum(1, 3_000)).isEqualTo(9);
    }

    @Test
    void dividesByTheSecondsThatWereWatched() {
        assertThat(counts.perSecond(0, 5_000)).isZero();
        counts.add(0, 10, 5_000);
        assertThat(counts.perSecond(0, 5_900)).isEqualTo(10);
        assertThat(counts.perSecond(0, 9_000)).isEqualTo(2);
    }
}
