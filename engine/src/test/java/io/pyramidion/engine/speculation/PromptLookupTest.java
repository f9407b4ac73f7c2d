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

import static org.assertj.core.api.Assertions.assertThat;

class PromptLookupTest {

    @Test
    void guessesWhatFollowedTheLatestEarlierOccurrence() {
        TokenBuffer tokens = buffer(5, 6, 7, 8, 5, 6, 9, 9, 1, 5, 6);
        assertThat(PromptLookup.guess(tokens, 3)).containsExactly(9, 9, 1);
    }

    @Test
    void prefersTheOccurrenceThatAgreesLonger() {
        TokenBuffer tokens = buffer(4, 5, 6, 7, 2, 5, 6, 9, 4, 5, 6);
        assertThat(PromptLookup.guess(tokens, 2)).containsExactly(7, 2);
    }

    @Test
    void guessesNothingWhereTheEndIsNew() {
        assertThat(PromptLookup.guess(buffer(1, 2, 3, 4), 5)).isEmpty();
        assertThat(PromptLookup.guess(buffer(1, 2, 9, 2), 5)).isEmpty();
        assertThat(PromptLookup.guess(buffer(1), 5)).isEmpty();
    }

    @Test
    void goesNoFurtherThanTheTextAndTheWish() {
        TokenBuffer tokens = buffer(1, 2, 3, 1, 2);
        assertThat(PromptLookup.guess(tokens, 9)).containsExactly(3, 1, 2);
        assertThat(PromptLookup.guess(tokens, 1)).containsExactly(3);
        assertThat(PromptLookup.guess(tokens, 0)).isEmpty();
    }

    @Test
    void looksAtProposalsToo() {
        TokenBuffer tokens = buffer(1, 2, 3, 8);
        tokens.propose(1, TokenBuffer.NO_ORIGIN);
        tokens.propose(2, TokenBuffer.NO_ORIGIN);
        assertThat(PromptLookup.guess(tokens, 2)).containsExactly(3, 8);
    }

    private static TokenBuffer buffer(int... prompt) {
        return new TokenBuffer(prompt, new int[0]);
    }
}
