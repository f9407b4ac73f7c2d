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

import io.pyramidion.engine.model.DType;
import io.pyramidion.engine.model.TensorInfo;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One tensor of an enlarged model, made row by row: any part of it can be had without the rest, and
 * comes out the same every time.
 *
 * @param rows where its rows come from
 * @param columns where its columns come from; of one column if it is a vector
 * @param dtype type of its numbers
 * @param source the tensor that old numbers are taken from; empty if all are new
 * @param scale factor of the old numbers
 * @param centre mean of the random numbers
 * @param seed of the random numbers
 */
record GrownTensor(
        Axis rows,
        Optional<Axis> columns,
        DType dtype,
        Optional<SourceTensor> source,
        float scale,
        float centre,
        long seed) {

    /** Half the range of random numbers: a deviation of 0.02, as models are initialised. */
    private static final float SPREAD = 0.035f;

    private static final Axis ONE_COLUMN = Axis.grown(1, 1, Axis.ZERO);

    TensorInfo info() {
        long[] shape =
                columns.isPresent()
                        ? new long[] {rows.size(), columns.get().size()}
                        : new long[] {rows.size()};
        return new TensorInfo(dtype, shape, rows.size() * rowBytes());
    }

    long rowBytes() {
        return (long) columns.orElse(ONE_COLUMN).size() * dtype.bytes();
    }

    /** Appends a row to {@code out}, which must have room for it. */
    void write(int row, ByteBuffer out) {
        int from = rows.source(row);
        SplittableRandom random = new SplittableRandom(seed + row);
        columns.orElse(ONE_COLUMN)
                .forEach(
                        column -> {
                            float value = 0;
                            if (from >= 0 && column >= 0) {
                                value = source.orElseThrow().get(from, column) * scale;
                            } else if (from != Axis.ZERO && column != Axis.ZERO) {
                                value = centre + noise(random);
                            }
                            Numbers.put(out, value, dtype);
                        });
    }

    private static float noise(SplittableRandom random) {
        return (random.nextInt() >> 8) * (SPREAD / (1 << 23));
    }
}
