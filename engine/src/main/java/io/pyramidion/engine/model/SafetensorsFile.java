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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One open safetensors file of any size. Tensors are mapped or read when asked for. */
final class SafetensorsFile implements AutoCloseable {

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;
    private static final byte[] LFS_POINTER = "version ".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final FileChannel channel;
    private final Map<String, SafetensorsHeader.Entry> entries;

    private SafetensorsFile(
            Path file, FileChannel channel, Map<String, SafetensorsHeader.Entry> entries) {
        this.file = file;
        this.channel = channel;
        this.entries = entries;
    }

    static SafetensorsFile open(Path file) {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new ModelException(file + " is missing", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be opened: " + e.getMessage(), e);
        }
        try {
            return new SafetensorsFile(file, channel, readHeader(file, channel));
        } catch (IOException e) {
            close(file, channel);
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        } catch (ModelException e) {
            close(file, channel);
            throw e;
        }
    }

    Path path() {
        return file;
    }

    Set<String> names() {
        return entries.keySet();
    }

    TensorInfo info(String name) {
        return entries.get(name).info();
    }

    /** See {@link Weights#bytes}. */
    List<ByteBuffer> bytes(String name, int sliceLimit) {
        SafetensorsHeader.Entry entry = entries.get(name);
        long length = entry.byteLength();
        long[] shape = entry.shape();
        long row = shape.length == 0 || length == 0 ? length : length / shape[0];
        if (row > sliceLimit) {
            throw new ModelException(
                    file
                            + ": tensor "
                            + name
                            + ": a row has "
                            + row
                            + " bytes; allowed: at most "
                            + sliceLimit);
        }
        long step = row == 0 ? 1 : sliceLimit / row * row;
        List<ByteBuffer> slices = new ArrayList<>();
        try {
            for (long start = 0; start < length; start += step) {
                slices.add(
                        channel.map(
                                        FileChannel.MapMode.READ_ONLY,
                                        entry.position() + start,
                                        Math.min(step, length - start))
                                .order(ByteOrder.LITTLE_ENDIAN));
            }
        } catch (IOException e) {
            throw new ModelException(
                    file + ": tensor " + name + " cannot be mapped: " + e.getMessage(), e);
        }
        return slices;
    }

    /**
     * See {@link Weights#read}.
     *
     * @param buffer to read through; its capacity is a multiple of every number's size
     */
    void read(String name, ByteBuffer buffer, Consumer<ByteBuffer> slices) {
        SafetensorsHeader.Entry entry = entries.get(name);
        long end = entry.position() + entry.byteLength();
        long position = entry.position();
        while (position < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            try {
                fill(channel, position, buffer);
            } catch (IOException e) {
                throw new ModelException(
                        file + ": tensor " + name + " cannot be read: " + e.getMessage(), e);
            }
            position += buffer.limit();
            slices.accept(buffer.rewind());
        }
    }

    @Override
    public void close() {
        close(file, channel);
    }

    private static Map<String, SafetensorsHeader.Entry> readHeader(Path file, FileChannel channel)
            throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new ModelException(
                    file + " has " + size + " bytes and is not a safetensors file");
        }
        ByteBuffer length = read(channel, 0, LENGTH_BYTES);
        if (length.equals(ByteBuffer.wrap(LFS_POINTER))) {
            throw new ModelException(
                    file + " is a Git LFS pointer, not the weights: fetch it with `git lfs pull`");
        }
        long headerLength = length.getLong();
        if (headerLength < 0 || headerLength > MAX_HEADER_BYTES) {
            throw new ModelException(
                    file
                            + ": the header is damaged: its length is "
                            + Long.toUnsignedString(headerLength)
                            + " bytes; allowed: at most "
                            + MAX_HEADER_BYTES);
        }
        if (LENGTH_BYTES + headerLength > size) {
            throw new ModelException(
                    file
                            + ": the header has "
                            + headerLength
                            + " bytes but the file has only "
                            + size);
        }
        byte[] json = read(channel, LENGTH_BYTES, (int) headerLength).array();
        return SafetensorsHeader.parse(file, json, LENGTH_BYTES + headerLength, size);
    }

    private static ByteBuffer read(FileChannel channel, long position, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, position, buffer);
        return buffer.flip();
    }

    /** Reads up to the buffer's limit, from its beginning. */
    private static void fill(FileChannel channel, long position, ByteBuffer buffer)
            throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("it ended early");
            }
        }
    }

    private static void close(Path file, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ModelException(file + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
