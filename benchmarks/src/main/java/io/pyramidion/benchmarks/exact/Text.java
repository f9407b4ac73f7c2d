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
package io.pyramidion.benchmarks.exact;

import io.pyramidion.engine.sampling.TokenLogprobs;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What came of a request.
 *
 * @param tokens generated token ids
 * @param logprobs one for each of them, or none if the request did not ask
 */
record Text(int[] tokens, List<TokenLogprobs> logprobs) {

    /** The first place where another text has another token, or another bit in its logprobs. */
    OptionalInt partsFrom(Text other) {
        int token = Arrays.mismatch(tokens, other.tokens);
        int scored = Math.min(logprobs.size(), other.logprobs.size());
        for (int i = 0; i < scored && (token < 0 || i < token); i++) {
            if (!same(logprobs.get(i), other.logprobs.get(i))) {
                return OptionalInt.of(i);
            }
        }
        if (token < 0 && logprobs.size() != other.logprobs.size()) {
            return OptionalInt.of(scored);
        }
        return token < 0 ? OptionalInt.empty() : OptionalInt.of(token);
    }

    boolean hasTokensOf(Text other) {
        return Arrays.equals(tokens, other.tokens);
    }

    private static boolean same(TokenLogprobs one, TokenLogprobs other) {
        return Double.compare(one.logprob(), other.logprob()) == 0
                && Arrays.equals(one.topIds(), other.topIds())
                && Arrays.equals(one.topLogprobs(), other.topLogprobs());
    }
}
