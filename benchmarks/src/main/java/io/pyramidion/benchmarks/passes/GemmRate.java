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
package io.pyramidion.benchmarks.passes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** How fast this machine multiplies matrices: the floor of a forward pass of many tokens. */
final class GemmRate {

    private static final int SIDE = 1024;
    private static final int REPEATS = 9;

    private GemmRate() {}

    /** The best of several products of square float32 matrices, operations a second. */
    static double measure() {
        long best = Long.MAX_VALUE;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray a = manager.randomNormal(new Shape(SIDE, SIDE));
            NDArray b = manager.randomNormal(new Shape(SIDE, SIDE));
            for (int i = 0; i < REPEATS; i++) {
                long start = System.nanoTime();
                a.matMul(b).close();
                best = Math.min(best, System.nanoTime() - start);
            }
        }
        return 2e9 * SIDE * SIDE * SIDE / best;
    }
}
