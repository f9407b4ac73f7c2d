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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.TensorInfo;
import io.pyramidion.engine.model.Weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes the tensors of an {@link Inflation} as safetensors files, some rows at a time. */
final class CheckpointWriter {

    /** Most bytes of a file, as Hugging Face splits checkpoints. */
    private static final long SHARD_BYTES = 5_000_000_000L;

    private static final int BUFFER_BYTES = 1 << 20;

    private final Inflation inflation;
    private final Weights source;
    private final Path directory;
    private final long shardBytes;
    private long written;

    CheckpointWriter(Inflation inflation, Weights source, Path directory) {
        this(inflation, source, directory, SHARD_BYTES);
    }

    CheckpointWriter(Inflation inflation, Weights source, Path directory, long shardBytes) {
        this.inflation = inflation;
        this.source = source;
        this.directory = directory;
        this.shardBytes = shardBytes;
    }

    /**
     * @param progress told of the bytes written so far
     * @return bytes of all tensors
     */
    long write(LongConsumer progress) throws IOException {
        List<List<String>> shards = shards();
        long total = shards.stream().flatMap(List::stream).mapToLong(this::bytes).sum();
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < total) {
            throw new ModelException(
                    "%s has room for %,d bytes; the weights need %,d"
                            .formatted(directory, free, total));
        }
        if (shards.size() == 1) {
            write(shards.get(0), directory.resolve(Weights.SINGLE_FILE), progress);
            return total;
        }
        ObjectNode index = new ObjectMapper().createObjectNode();
        index.putObject("metadata").put("total_size", total);
        ObjectNode placement = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String file = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            shards.get(i).forEach(name -> placement.put(name, file));
            write(shards.get(i), directory.resolve(file), progress);
        }
        Files.writeString(directory.resolve(Weights.INDEX_FILE), index.toPrettyString());
        return total;
    }

    private List<List<String>> shards() {
        List<List<String>> shards = new ArrayList<>();
        long room = -1;
        for (String name : inflation.names(source)) {
            long bytes = bytes(name);
            if (room < bytes) {
                shards.add(new ArrayList<>());
                room = shardBytes;
            }
            room -= bytes;
            shards.get(shards.size() - 1).add(name);
        }
        return shards;
    }

    private long bytes(String name) {
        return inflation.tensor(source, name).info().byteLength();
    }

    private void write(List<String> names, Path file, LongConsumer progress) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            drain(header(names), channel);
            for (String name : names) {
                write(inflation.tensor(source, name), channel);
                progress.accept(written);
            }
        }
    }

    private void write(GrownTensor tensor, FileChannel channel) throws IOException {
        long rowBytes = tensor.rowBytes();
        ByteBuffer buffer = littleEndian((int) Math.max(BUFFER_BYTES, rowBytes));
        for (int row = 0; row < tensor.rows().size(); row++) {
            if (buffer.remaining() < rowBytes) {
                drain(buffer.flip(), channel);
                buffer.clear();
            }
            tensor.write(row, buffer);
        }
        drain(buffer.flip(), channel);
        written += tensor.info().byteLength();
    }

    private ByteBuffer header(List<String> names) {
        ObjectNode header = new ObjectMapper().createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long position = 0;
        for (String name : names) {
            TensorInfo info = inflation.tensor(source, name).info();
            ObjectNode entry = header.putObject(name).put("dtype", info.dtype().name());
            for (long size : info.shape()) {
                entry.withArray("shape").add(size);
            }
            long end = position + info.byteLength();
            entry.putArray("data_offsets").add(position).add(end);
            position = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        // Readers map the numbers: they begin at a multiple of their size.
        int padding = -json.length & 7;
        ByteBuffer buffer = littleEndian(Long.BYTES + json.length + padding);
        buffer.putLong(json.length + padding).put(json);
        buffer.put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        return buffer.flip();
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
