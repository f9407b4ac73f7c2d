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
package io.pyramidion.engine.decoder;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AttentionSpanTest {

    @ParameterizedTest
    @CsvSource({
        "1, 16",
        "16, 16",
        "17, 32",
        "192, 192",
        "193, 384",
        "384, 384",
        "385, 400",
        "512, 512",
        "513, 528",
        "705, 896",
        "1025, 1040"
    })
    void endsWhereNoSumIsSplitOtherwiseThanInALongerOne(int positions, int span) {
        assertThat(AttentionSpan.of(positions)).isEqualTo(span);
        assertThat(AttentionSpan.spare(positions)).isEqualTo(span - positions);
    }
}
