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

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The weights of a model directory: the numbers of its safetensors files, or numbers that are made
 * from another model's as they are asked for. Any size; nothing is kept on the heap.
 *
 * <p>The caller owns it and closes it. Buffers handed out stay valid after closing, as long as they
 * are reachable. Not thread-safe.
 */
public interface Weights extends AutoCloseable {

    /** The file that holds all weights. */
    String SINGLE_FILE = "model.safetensors";

    /** The file that names the shards, where there are several. */
    String INDEX_FILE = "model.safetensors.index.json";

    /**
     * Opens the weight files of a directory: one {@code model.safetensors}, or the shards that
     * {@code model.safetensors.index.json} names. Where no tensor's name begins with {@code
     * model.}, all but the head's get that prefix.
     *
     * @throws ModelException if files are missing or damaged
     */
    static Weights open(Path directory) {
        return WeightFiles.open(directory);
    }

    /** The directory, for messages. */
    Path directory();

    /** The names of all tensors, in alphabetical order. */
    Set<String> names();

    /**
     * Type and shape of a tensor.
     *
     * @throws ModelException if there is none of that name, there are two, or it is in a format
     *     that cannot be read
     */
    TensorInfo info(String name);

    /**
     * A tensor's data, in order: direct, little-endian slices. Each slice holds whole rows of the
     * first dimension and at most 1 GiB, so a larger tensor gives several; an empty one gives none.
     *
     * @throws ModelException if there is no tensor of that name or it cannot be read
     */
    List<ByteBuffer> bytes(String name);

    /**
     * Reads a tensor once, from its beginning to its end: no more of it than a slice is in memory
     * at a time, and no page of a file stays in this process.
     *
     * @param slices takes one after the other: direct, little-endian, from position 0 to the limit,
     *     of whole numbers. The next one overwrites it
     * @throws ModelException if there is no tensor of that name or it cannot be read
     */
    void read(String name, Consumer<ByteBuffer> slices);

    /** Closes the files; buffers handed out before stay valid. */
    @Override
    void close();
}
