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
package io.pyramidion.engine.model;

import java.util.Arrays;

/**
 * What a weight file says of one tensor.
 *
 * @param dtype number format
 * @param shape sizes, outermost first; empty for a scalar
 * @param byteLength length of its data in bytes: product of the shape times the format's bytes
 */
public record TensorInfo(DType dtype, long[] shape, long byteLength) {

    public TensorInfo {
        shape = shape.clone();
    }

    /** A copy: changing it does not change this. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorInfo
                && dtype == ((TensorInfo) other).dtype
                && byteLength == ((TensorInfo) other).byteLength
                && Arrays.equals(shape, ((TensorInfo) other).shape);
    }

    @Override
    public int hashCode() {
        return 31 * dtype.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
