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

import io.pyramidion.engine.InvalidRequestException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far a proposer's next-token distribution Q is from the verifier's P, both unprocessed:
 * temperature 1, nothing cut off, nothing biased. Natural logarithms. The ordinals are the numbers
 * of {@code decoder.py}.
 */
public enum Divergence {

    /** Jensen-Shannon: mean of KL(P||M) and KL(Q||M), M the mean of both; 0 to ln 2. */
    JS,

    /** Total variation: half the sum of absolute differences; 0 to 1. */
    TV,

    /** Kullback-Leibler KL(Q||P), as in FSD's {@code kl_div}. */
    KL,

    /** Kullback-Leibler KL(P||Q). */
    KL_REVERSED,

    /** Absolute difference of the proposed token's logits: alone to depend on the token. */
    LOGIT;

    /** The name in requests, options and results. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return wireName();
    }

    /**
     * The divergence of a wire name.
     *
     * @param field whose value it is, for the message
     * @throws InvalidRequestException if there is none of that name
     */
    public static Divergence of(String wireName, String field) {
        for (Divergence divergence : values()) {
            if (divergence.wireName().equals(wireName)) {
                return divergence;
            }
        }
        throw new InvalidRequestException(
                field,
                field
                        + " is "
                        + wireName
                        + "; allowed: "
                        + Arrays.stream(values())
                                .map(Divergence::wireName)
                                .collect(Collectors.joining(", ")));
    }
}
