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
 * qualifier. Rejection is a change of length. A token that is not yet for good may have an origin:
 * the row of the round's ledger with the logits it was drawn from.
 */
final class TokenBuffer {

    /** No logits were kept. */
    static final int NO_ORIGIN = -1;

    private int[] tokens;
    private int[] origins;
    private int committed;
    private int candidates;
    private int proposals;

    TokenBuffer(int[] prompt, int[] generated) {
        tokens = Arrays.copyOf(prompt, prompt.length + generated.length + 64);
        System.arraycopy(generated, 0, tokens, prompt.length, generated.length);
        origins = new int[tokens.length];
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

    int origin(int index) {
        return origins[index];
    }

    /** Whether the {@code length} tokens from one index on equal those from another on. */
    boolean equal(int one, int other, int length) {
        return Arrays.equals(tokens, one, one + length, tokens, other, other + length);
    }

    void propose(int token, int origin) {
        append(token, origin);
        proposals++;
    }

    /** Drops the last proposals. */
    void withdraw(int count) {
        proposals -= count;
    }

    /** Says that a verifier stands behind a token too: its logits are the token's origin now. */
    void adopt(int index, int origin) {
        origins[index] = origin;
    }

    /** Turns the first {@code accepted} proposals into candidates and drops the others. */
    void qualify(int accepted) {
        candidates += accepted;
        proposals = 0;
    }

    /** Adds the qualifier's own token; there must be no proposal left. */
    void addCandidate(int token, int origin) {
        append(token, origin);
        candidates++;
    }

    /** Drops all but the first candidates; there must be no proposal left. */
    void keepCandidates(int count) {
        candidates = count;
    }

    /** Adds a token for good; the first candidate, if any, must have been taken or dropped. */
    void commit(int token) {
        put(committed, token, NO_ORIGIN);
        committed++;
    }

    /** Drops candidates and proposals. */
    void dropSpeculation() {
        candidates = 0;
        proposals = 0;
    }

    private void append(int token, int origin) {
        put(end(), token, origin);
    }

    private void put(int index, int token, int origin) {
        if (index == tokens.length) {
            tokens = Arrays.copyOf(tokens, tokens.length * 2);
            origins = Arrays.copyOf(origins, tokens.length);
        }
        tokens[index] = token;
        origins[index] = origin;
    }
}
