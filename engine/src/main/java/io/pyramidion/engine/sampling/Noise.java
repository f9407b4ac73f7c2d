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
package io.pyramidion.engine.sampling;

/**
 * Deterministic randomness: the noise that draws a token is a function of the request's seed, the
 * token's position among the generated ones, and the token id, and of nothing else. Every model of
 * a pyramid uses the same noise, so the text does not depend on speculation, batching or failures
 * (drafter-invariant speculative decoding), and a draft agrees with the target as often as its
 * distribution allows.
 *
 * <p>A key of 64 bits names a pair of seed and position; the decoder program mixes it with each
 * token id. Here is the first half: SplitMix64's finalizer (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014) over both.
 */
public final class Noise {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Noise() {}

    /**
     * The key of one drawing.
     *
     * @param seed the request's seed
     * @param position the token's position among the generated tokens, from 0
     */
    public static long key(long seed, int position) {
        return mix(mix(seed + GOLDEN_GAMMA) + GOLDEN_GAMMA * (position + 1L));
    }

    /**
     * The seed of one of several texts to the same request.
     *
     * @param seed the request's seed, which the first text has itself
     * @param index the text's number, from 0
     */
    public static long seed(long seed, int index) {
        return index == 0 ? seed : key(seed, -index - 1);
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
