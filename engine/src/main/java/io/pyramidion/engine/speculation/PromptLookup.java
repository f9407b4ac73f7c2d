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

/**
 * Guesses the next tokens of a text that repeats itself: what followed the latest earlier
 * occurrence of its last few tokens (prompt lookup decoding). Costs no model a thing; whoever was
 * about to propose reads the guesses in one forward pass and keeps those it would have drawn, so
 * what is proposed stays the same.
 */
final class PromptLookup {

    private static final int LONGEST_KEY = 4;
    private static final int SHORTEST_KEY = 2;

    private PromptLookup() {}

    /**
     * Adds guesses to the proposals of a sequence that wants them, none behind one that would end
     * the generation.
     *
     * @return how many
     */
    static int propose(Round round, Sequence sequence, int max) {
        if (!round.lookahead(sequence).promptLookup()) {
            return 0;
        }
        int count = 0;
        for (int token : guess(sequence.tokens(), max)) {
            sequence.tokens().propose(token, TokenBuffer.NO_ORIGIN);
            round.guessed(sequence);
            count++;
            if (sequence.endsWith(token)) {
                break;
            }
        }
        return count;
    }

    /**
     * @param max how many guesses are wanted
     * @return at most that many, none where the end of the text is new
     */
    static int[] guess(TokenBuffer tokens, int max) {
        int end = tokens.end();
        for (int key = LONGEST_KEY; key >= SHORTEST_KEY && max > 0; key--) {
            for (int at = end - key - 1; at >= 0; at--) {
                if (tokens.equal(at, end - key, key)) {
                    int from = at + key;
                    return tokens.copy(from, Math.min(end, from + max));
                }
            }
        }
        return new int[0];
    }
}
