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
package io.pyramidion.peers.gguf;

import io.pyramidion.engine.model.DType;
import io.pyramidion.engine.model.Weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A tensor of a checkpoint whose rows are read as floats. A vector is a matrix of one row. */
final class Matrix {

    private final DType type;
    private final ByteBuffer data;
    private final int rows;
    private final int columns;

    private Matrix(DType type, ByteBuffer data, int rows, int columns) {
        this.type = type;
        this.data = data;
        this.rows = rows;
        this.columns = columns;
    }

    static Matrix read(Weights weights, String name) {
        long[] shape = weights.info(name).shape();
        List<ByteBuffer> slices = weights.bytes(name);
        if (slices.size() != 1 || shape.length > 2) {
            throw new IllegalArgumentException(name + " is no vector or matrix below 1 GiB");
        }
        int columns = (int) shape[shape.length - 1];
        int rows = shape.length == 1 ? 1 : (int) shape[0];
        ByteBuffer data = slices.get(0).order(ByteOrder.LITTLE_ENDIAN);
        return new Matrix(weights.info(name).dtype(), data, rows, columns);
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** A row, with zeros behind it up to {@code length}; below the last all are zero. */
    float[] row(int index, int length) {
        float[] row = new float[length];
        for (int i = 0; index < rows && i < columns; i++) {
            row[i] = value(index * columns + i);
        }
        return row;
    }

    private float value(int index) {
        return switch (type) {
            case F32 -> data.getFloat(4 * index);
            case BF16 -> Float.intBitsToFloat(data.getShort(2 * index) << 16);
            default -> throw new IllegalArgumentException("weights in " + type + " are not read");
        };
    }
}
