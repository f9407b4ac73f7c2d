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

import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.TensorInfo;
import io.pyramidion.engine.model.Weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The weights of an {@link Inflation}, made in memory when asked for. */
final class InflatedWeights implements Weights {

    private static final int SLICE_LIMIT = 1 << 28;
    private static final int BUFFER_BYTES = 1 << 22;

    private final Path directory;
    private final Inflation inflation;
    private final Weights source;
    private final Set<String> names;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /**
     * @param directory of the inflated model, for messages
     */
    InflatedWeights(Path directory, Inflation inflation) {
        this.directory = directory;
        this.inflation = inflation;
        this.source = DirectoryWeights.open(inflation.source());
        this.names = inflation.names(source);
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public TensorInfo info(String name) {
        return tensor(name).info();
    }

    @Override
    public List<ByteBuffer> bytes(String name) {
        GrownTensor tensor = tensor(name);
        List<ByteBuffer> slices = new ArrayList<>();
        int step = (int) Math.max(1, SLICE_LIMIT / tensor.rowBytes());
        for (int row = 0; row < tensor.rows().size(); row += step) {
            int end = Math.min(tensor.rows().size(), row + step);
            slices.add(write(tensor, row, end, allocate(end - row, tensor)));
        }
        return slices;
    }

    @Override
    public void read(String name, Consumer<ByteBuffer> slices) {
        GrownTensor tensor = tensor(name);
        int rows = tensor.rows().size();
        int step = (int) Math.min(rows, Math.max(1, BUFFER_BYTES / tensor.rowBytes()));
        if (buffer.capacity() < step * tensor.rowBytes()) {
            buffer = allocate(step, tensor);
        }
        for (int row = 0; row < rows; row += step) {
            slices.accept(write(tensor, row, Math.min(rows, row + step), buffer.clear()));
        }
    }

    private static ByteBuffer allocate(int rows, GrownTensor tensor) {
        return ByteBuffer.allocateDirect((int) (rows * tensor.rowBytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer write(GrownTensor tensor, int first, int end, ByteBuffer slice) {
        for (int row = first; row < end; row++) {
            tensor.write(row, slice);
        }
        return slice.flip();
    }

    @Override
    public void close() {
        source.close();
    }

    private GrownTensor tensor(String name) {
        if (!names.contains(name)) {
            throw new ModelException(directory + ": tensor " + name + " is missing");
        }
        return inflation.tensor(source, name);
    }
}
