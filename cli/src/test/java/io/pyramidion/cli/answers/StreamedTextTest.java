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
package io.pyramidion.cli.answers;

import io.pyramidion.cli.kafka.Answers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamedTextTest {

    private final StreamedText text = new StreamedText();

    @Test
    void joinsDeltasInOrder() {
        add(0, 2, "Once ");
        add(2, 1, "upon");
        assertThat(text.text()).isEqualTo("Once upon");
        assertThat(text.tokens()).isEqualTo(3);
    }

    @Test
    void dropsWhatCameBeforeWhenDeltasStartAnew() {
        add(0, 2, "Once ");
        add(2, 2, "upon a ");
        add(4, 1, "time");
        add(2, 2, "upon a ");
        assertThat(text.text()).isEqualTo("Once upon a ");
        add(4, 1, "time");
        assertThat(text.text()).isEqualTo("Once upon a time");
        assertThat(text.tokens()).isEqualTo(5);
    }

    @Test
    void leavesOutARepeatThatStartsWithinAPiece() {
        add(0, 4, "Once upon a time");
        add(2, 2, " a time");
        assertThat(text.text()).isEqualTo("Once upon a time");
    }

    private void add(int firstPosition, int tokens, String piece) {
        text.add(Answers.delta("id", firstPosition, tokens, piece).delta());
    }
}
