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
 * What the models' KV caches hold in a slot that nobody uses: the first tokens of the sequence that
 * left it, of some models more than of others. Immutable.
 */
public final class CachedTokens {

    /** What a slot holds that was never used. */
    public static final CachedTokens NONE =
            new CachedTokens(new int[0], new int[ModelRole.values().length]);

    private final int[] tokens;
    private final int[] lengths;

    /**
     * @param tokens as many as the model that holds the most
     * @param lengths how many of them each model holds, by its ordinal
     */
    private CachedTokens(int[] tokens, int[] lengths) {
        this.tokens = tokens;
        this.lengths = lengths;
    }

    /** What a sequence leaves behind in its slot. */
    static CachedTokens of(TokenBuffer tokens, int[] lengths) {
        int cached = Math.min(tokens.committed(), Arrays.stream(lengths).max().orElse(0));
        return new CachedTokens(tokens.copy(0, cached), lengths.clone());
    }

    public int length() {
        return tokens.length;
    }

    /** How many first tokens of a sequence are held, its last one excepted: that is to be fed. */
    public int common(Sequence sequence) {
        return common(sequence.tokens());
    }

    int common(TokenBuffer sequence) {
        int[] wanted = sequence.copy(0, sequence.committed() - 1);
        int mismatch = Arrays.mismatch(tokens, wanted);
        return mismatch < 0 ? tokens.length : mismatch;
    }

    int length(ModelRole role) {
        return Math.min(tokens.length, lengths[role.ordinal()]);
    }
}
