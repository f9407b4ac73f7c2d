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
import io.pyramidion.engine.model.Weights;

import java.nio.ByteBuffer;
import java.util.List;

/** Single numbers of a tensor of one or two dimensions, mapped when first read. */
final class SourceTensor {

    private final Weights weights;
    private final String name;
    private final DType dtype;
    private final int columns;
    private List<ByteBuffer> slices = List.of();
    private int rowsPerSlice;

    SourceTensor(Weights weights, String name) {
        TensorInfo info = weights.info(name);
        long[] shape = info.shape();
        this.weights = weights;
        this.name = name;
        this.dtype = info.dtype();
        this.columns = shape.length == 1 ? 1 : (int) shape[1];
    }

    float get(int row, int column) {
        if (slices.isEmpty()) {
            slices = weights.bytes(name);
            rowsPerSlice = slices.get(0).remaining() / (columns * dtype.bytes());
        }
        ByteBuffer slice = slices.get(row / rowsPerSlice);
        return Numbers.get(slice, row % rowsPerSlice * columns + column, dtype);
    }
}
