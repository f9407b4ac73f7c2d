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
package io.pyramidion.engine.inflate;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Where the rows or columns of an enlarged tensor come from: each from one of the source's, or new.
 * New ones hold zeros where anything else would change what the model computes, and else random
 * numbers, so that the larger model costs what a trained one would.
 */
final class Axis {

    /** A new row or column of zeros. */
    static final int ZERO = -1;

    /** A new row or column of random numbers. */
    static final int RANDOM = -2;

    private final int[] source;

    private Axis(int[] source) {
        this.source = source;
    }

    /** The first {@code old} from the source in order, all others new. */
    static Axis grown(int old, int size, int fill) {
        int[] source = new int[size];
        Arrays.setAll(source, i -> i < old ? i : fill);
        return new Axis(source);
    }

    /** All new. */
    static Axis fresh(int size, int fill) {
        return grown(0, size, fill);
    }

    /**
     * The dimensions of attention heads, head after head. Within a head, dimension {@code i} of
     * either half goes to {@code i * ratio} of that half: rotary embedding turns the pair there by
     * the same angle.
     *
     * @param heads for each head the source's head, or negative for a new one
     * @param oldDim dimensions of the source's heads
     * @param newDim dimensions of a head here, a multiple of {@code oldDim}
     * @param inHeads what new dimensions of old heads hold
     * @param fresh what new heads hold
     */
    static Axis heads(int[] heads, int oldDim, int newDim, int inHeads, int fresh) {
        int[] source = new int[heads.length * newDim];
        int ratio = newDim / oldDim;
        for (int h = 0; h < heads.length; h++) {
            int first = h * newDim;
            Arrays.fill(source, first, first + newDim, heads[h] < 0 ? fresh : inHeads);
            if (heads[h] >= 0) {
                int from = heads[h] * oldDim;
                for (int i = 0; i < oldDim / 2; i++) {
                    source[first + i * ratio] = from + i;
                    source[first + newDim / 2 + i * ratio] = from + oldDim / 2 + i;
                }
            }
        }
        return new Axis(source);
    }

    int size() {
        return source.length;
    }

    /** The source's index, {@link #ZERO} or {@link #RANDOM}. */
    int source(int index) {
        return source[index];
    }

    void forEach(IntConsumer action) {
        for (int index : source) {
            action.accept(index);
        }
    }
}
