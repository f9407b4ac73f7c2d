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
package io.pyramidion.engine.speculation;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LikeLengthsTest {

    @Test
    void keepsRowsTogetherThatAreAtLeastHalfAsLong() {
        assertThat(LikeLengths.groups(new int[] {5, 10, 4, 1, 2}, 0))
                .containsExactly(List.of(0, 1), List.of(2, 4), List.of(3));
    }

    @Test
    void givesALongRowAPassOfItsOwn() {
        assertThat(LikeLengths.groups(new int[] {1, 4, 200, 2}, 32))
                .containsExactly(List.of(2), List.of(0, 1, 3));
    }

    @Test
    void padsShortRowsUpToALimit() {
        int[] lengths = {1, 32, 7, 1};
        assertThat(LikeLengths.groups(lengths, 87)).containsExactly(List.of(0, 1, 2, 3));
        assertThat(LikeLengths.groups(lengths, 86)).containsExactly(List.of(1), List.of(0, 2, 3));
    }

    @Test
    void hasNoGroupWithoutRows() {
        assertThat(LikeLengths.groups(new int[0], 32)).isEmpty();
    }
}
