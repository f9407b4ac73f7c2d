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
package io.pyramidion.simulation.decoder;

/** Numbers that look random, from a key: SplitMix64's finalizer. */
final class Hash {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Hash() {}

    static long of(long key, int which) {
        long z = key + GOLDEN_GAMMA * (which + 1L);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1). */
    static double unit(long key, int which) {
        return (of(key, which) >>> 11) * 0x1p-53;
    }

    /** Nearly normal, mean 0 and deviation 1: a sum of four of 16 bits each. */
    static double normal(long key, int which) {
        long bits = of(key, which);
        long sum =
                (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum * 0x1p-16 - 2) * Math.sqrt(3);
    }
}
