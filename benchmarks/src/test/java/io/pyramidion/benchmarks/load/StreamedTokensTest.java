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
package io.pyramidion.benchmarks.load;

import io.pyramidion.schemas.TokenDelta;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class StreamedTokensTest {

    private final StreamedTokens tokens = new StreamedTokens();

    @Test
    void anotherCutIsNoContradictionAndMakesTheSameText() {
        add(1, 0, 0, "🙂a", 1, 2);
        add(2, 2, 2, "é 世", 3, 4, 5);
        add(7, 1, 1, "aé ", 2, 3);
        add(8, 3, 3, " 世界", 4, 5, 6);

        assertThat(tokens.conflicts()).isEmpty();
        assertThat(tokens.text("r")).isEqualTo("🙂aé 世界");
        assertThat(tokens.tokenIds("r")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(tokens.repeated(0, 10)).isEqualTo(4);
        assertThat(tokens.firstFreshSince(3)).isEqualTo(8);
        assertThat(tokens.repeats())
                .containsExactly(
                        new Regeneration.Repeat("r at 1", 1, 1, 7),
                        new Regeneration.Repeat("r at 2", 1, 2, 7),
                        new Regeneration.Repeat("r at 3", 2, 2, 8));
    }

    @Test
    void anotherTokenAtAPositionIsFoundWithinAnotherCut() {
        add(1, 0, 0, "abc", 1, 2, 3);
        add(2, 1, 1, "bcd", 2, 9, 4);

        assertThat(tokens.conflicts())
                .containsExactly("delta of r: token 9 at 2 differs from the 3 that came first");
    }

    @Test
    void anotherCharacterInAPlaceIsFoundThoughTheTokensAreTheSame() {
        add(1, 0, 0, "ab🙂", 1, 2, 3);
        add(2, 2, 2, "😁", 3);

        assertThat(tokens.conflicts())
                .singleElement()
                .asString()
                .startsWith("delta of r: character 128513 at 2 differs");
    }

    @Test
    void anotherEndIsFound() {
        end("stop");
        end("stop");
        assertThat(tokens.conflicts()).isEmpty();

        end("length");
        assertThat(tokens.conflicts())
                .containsExactly("delta of r: finish_reason length differs from stop");
    }

    private void end(String reason) {
        TokenDelta last = delta(0, 0, "");
        last.setFinishReason(reason);
        tokens.add(last, 1);
    }

    private void add(long time, int position, int character, String text, Integer... ids) {
        tokens.add(delta(position, character, text, ids), time);
    }

    private static TokenDelta delta(int position, int character, String text, Integer... ids) {
        return TokenDelta.newBuilder()
                .setRequestId("r")
                .setFirstPosition(position)
                .setFirstCharacter(character)
                .setTokenIds(List.of(ids))
                .setText(text)
                .build();
    }
}
