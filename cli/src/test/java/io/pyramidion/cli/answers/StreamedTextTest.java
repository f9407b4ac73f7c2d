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
import io.pyramidion.schemas.TokenDelta;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamedTextTest {

    private final StreamedText text = new StreamedText();

    @Test
    void joinsDeltasInOrder() {
        add(0, 2, 0, "Once ");
        add(2, 1, 5, "upon");
        assertThat(text.text()).isEqualTo("Once upon");
        assertThat(text.tokens()).isEqualTo(3);
    }

    @Test
    void doublesAndLosesNothingWhenDeltasComeAgainCutElsewhere() {
        add(0, 2, 0, "Łódź ");
        add(2, 3, 5, "🙂🙂 a");
        add(2, 1, 5, "🙂");
        assertThat(text.text()).isEqualTo("Łódź 🙂🙂 a");
        add(3, 4, 6, "🙂 a time");
        assertThat(text.text()).isEqualTo("Łódź 🙂🙂 a time");
        add(0, 1, 0, "Łó");
        assertThat(text.text()).isEqualTo("Łódź 🙂🙂 a time");
        assertThat(text.tokens()).isEqualTo(7);
    }

    @Test
    void writesTextWhereItBelongsThoughItsTokensCameBefore() {
        add(0, 4, 0, "Once upon");
        add(4, 0, 9, " a");
        add(2, 2, 4, " upon");
        add(4, 0, 9, " a");
        assertThat(text.text()).isEqualTo("Once upon a");
        assertThat(text.tokens()).isEqualTo(4);
    }

    @Test
    void beginsWhereItIsJoined() {
        add(10, 2, 40, "fox 🙂");
        add(8, 3, 38, "a fox");
        add(3, 1, 9, "old");
        add(12, 1, 45, " ran");
        assertThat(text.text()).isEqualTo("…fox 🙂 ran");
    }

    @Test
    void tellsOfWhatNeverCame() {
        add(0, 1, 0, "Once");
        add(5, 1, 20, " time");
        add(0, 1, 0, "Once");
        add(6, 1, 25, " 🙂");
        assertThat(text.text()).isEqualTo("… time 🙂");
    }

    @Test
    void endsWhereItsLastDeltaEnds() {
        add(0, 5, 0, "Once upon a");
        TokenDelta last = Answers.delta("id", 1, 2, 4, " upon").delta();
        last.setFinishReason("deadline_exceeded");
        text.add(last);
        assertThat(text.text()).isEqualTo("Once upon");
        assertThat(text.tokens()).isEqualTo(3);
    }

    private void add(int firstPosition, int tokens, int firstCharacter, String piece) {
        text.add(Answers.delta("id", firstPosition, tokens, firstCharacter, piece).delta());
    }
}
