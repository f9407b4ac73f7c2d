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

/**
 * How many cache positions attention is computed over, so that what stands behind a sequence's end
 * (masked, but multiplied nevertheless) cannot change the order in which the sums before it are
 * made. PyTorch attends in blocks of 512 positions. MKL adds up to 192 numbers in one run, halves
 * what is longer, and cuts runs of 192 off what is longer than 368 (measured with PyTorch 2.7.1,
 * processors with AVX2).
 */
final class AttentionSpan {

    private static final int STEP = 16;
    private static final int BLOCK = 512;
    private static final int RUN = 192;

    private AttentionSpan() {}

    /** The span for so many positions: at least as many. */
    static int of(int positions) {
        int steps = (positions + STEP - 1) / STEP * STEP;
        int last = steps % BLOCK;
        return RUN < last && last < 2 * RUN ? steps - last + 2 * RUN : steps;
    }

    /** Positions that spans within slots of so many may reach beyond the last slot. */
    static int spare(int positions) {
        return of(positions) - positions;
    }
}
