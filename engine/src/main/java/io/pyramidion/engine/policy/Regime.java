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
package io.pyramidion.engine.policy;

/**
 * The bounds that the controller sets for the rounds of a batch.
 *
 * @param maxCandidates most tokens that may stand for a sequence before the target verifies them, 0
 *     for plain decoding
 * @param prefillTokens most prompt tokens that a round reads, at least 1
 * @param openness how far the limits of requests that let them be adapted are opened, from 0 (not
 *     at all) to 1 (as far as the request allows)
 */
public record Regime(int maxCandidates, int prefillTokens, double openness) {

    /**
     * Bounds nothing but what requests and options bound, and opens limits as far as they allow.
     */
    public static final Regime FREE = new Regime(Integer.MAX_VALUE, Integer.MAX_VALUE, 1);

    public Regime {
        if (maxCandidates < 0 || prefillTokens < 1) {
            throw new IllegalArgumentException(
                    "maxCandidates %d, prefillTokens %d; allowed: at least 0, 1"
                            .formatted(maxCandidates, prefillTokens));
        }
        if (!(openness >= 0 && openness <= 1)) {
            throw new IllegalArgumentException("openness is " + openness + "; allowed: 0 to 1");
        }
    }
}
