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

import java.util.Arrays;

/**
 * The tokens of one sequence in one growing array: first those that stand for good (prompt and
 * generated), then the candidates that await the target, then the proposals that await the
 * qualifier. Rejection is a change of length.
 */
final class TokenBuffer {

    private int[] tokens;
    private int committed;
    private int candidates;
    private int proposals;

    TokenBuffer(int[] prompt, int[] generated) {
        tokens = Arrays.copyOf(prompt, prompt.length + generated.length + 64);
        System.arraycopy(generated, 0, tokens, prompt.length, generated.length);
        committed = prompt.length + generated.length;
    }

    int committed() {
        return committed;
    }

    int candidates() {
        return candidates;
    }

    int proposals() {
        return proposals;
    }

    /** Where the candidates end and the proposals begin. */
    int standing() {
        return committed + candidates;
    }

    int end() {
        return committed + candidates + proposals;
    }

    int get(int index) {
        return tokens[index];
    }

    int[] copy(int from, int to) {
        return Arrays.copyOfRange(tokens, from, to);
    }

    void propose(int token) {
        append(token);
        proposals++;
    }

    /** Turns the first {@code accepted} proposals into candidates and drops the others. */
    void qualify(int accepted) {
        candidates += accepted;
        proposals = 0;
    }

    /** Adds the qualifier's own token; there must be no proposal left. */
    void addCandidate(int token) {
        append(token);
        candidates++;
    }

    /** Adds a token for good; the first candidate, if any, must have been taken or dropped. */
    void commit(int token) {
        put(committed, token);
        committed++;
    }

    /** Drops candidates and proposals. */
    void dropSpeculation() {
        candidates = 0;
        proposals = 0;
    }

    private void append(int token) {
        put(end(), token);
    }

    private void put(int index, int token) {
        if (index == tokens.length) {
            tokens = Arrays.copyOf(tokens, tokens.length * 2);
        }
        tokens[index] = token;
    }
}
