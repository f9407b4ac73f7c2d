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

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class NoiseTest {

    @Test
    void isAFunctionOfSeedAndPosition() {
        assertThat(Noise.key(7, 3)).isEqualTo(Noise.key(7, 3));
        assertThat(Noise.key(7, 3)).isNotEqualTo(Noise.key(7, 4)).isNotEqualTo(Noise.key(8, 3));
    }

    @Test
    void nearbySeedsAndPositionsShareNoKey() {
        Set<Long> keys = new HashSet<>();
        for (int seed = -100; seed < 100; seed++) {
            for (int position = 0; position < 100; position++) {
                keys.add(Noise.key(seed, position));
            }
        }
        assertThat(keys).hasSize(200 * 100);
    }

    @Test
    void everyBitOfTheKeyIsSetAboutHalfTheTime() {
        int[] set = new int[Long.SIZE];
        int keys = 4000;
        for (int i = 0; i < keys; i++) {
            long key = Noise.key(1, i);
            for (int bit = 0; bit < Long.SIZE; bit++) {
                set[bit] += (int) (key >>> bit & 1);
            }
        }
        // Five standard deviations of a fair coin.
        assertThat(Arrays.stream(set).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(1842, 2158));
    }
}
