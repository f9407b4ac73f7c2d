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

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A GGUF file to be written: settings and tensors, in the order in which they were added. Tensors
 * are asked for their rows only when the file is written, one after the other.
 */
final class GgufFile {

    /** Rows of a tensor, each a row of its innermost dimension. */
    interface Rows {
        float[] row(int index);
    }

    private record Tensor(String name, int rows, int columns, TensorType type, Rows data) {

        long bytes() {
            return type.bytes((long) rows * columns);
        }
    }

    private static final int MAGIC = 0x46554747;
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final ByteArrayOutputStream settings = new ByteArrayOutputStream();
    private final List<Tensor> tensors = new ArrayList<>();
    private int settingCount;

    void put(String key, int value) {
        startSetting(key, UINT32);
        write(settings, 4, buffer -> buffer.putInt(value));
    }

    void put(String key, float value) {
        startSetting(key, FLOAT32);
        write(settings, 4, buffer -> buffer.putFloat(value));
    }

    void put(String key, boolean value) {
        startSetting(key, BOOL);
        settings.write(value ? 1 : 0);
    }

    void put(String key, String value) {
        startSetting(key, STRING);
        text(settings, value);
    }

    void put(String key, List<String> values) {
        startArray(key, STRING, values.size());
        values.forEach(value -> text(settings, value));
    }

    void put(String key, int[] values) {
        startArray(key, INT32, values.length);
        for (int value : values) {
            write(settings, 4, buffer -> buffer.putInt(value));
        }
    }

    void addVector(String name, int length, Rows data) {
        // llama.cpp keeps vectors, which are the norms, in float32 whatever the matrices are.
        tensors.add(new Tensor(name, 1, length, TensorType.F32, data));
    }

    void addMatrix(String name, int rows, int columns, TensorType type, Rows data) {
        if (columns % type.block != 0) {
            throw new IllegalArgumentException(
                    "%s has rows of %d; allowed: multiples of %d"
                            .formatted(name, columns, type.block));
        }
        tensors.add(new Tensor(name, rows, columns, type, data));
    }

    void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            byte[] head = head();
            out.write(head);
            out.write(new byte[padding(head.length)]);
            for (Tensor tensor : tensors) {
                writeTensor(tensor, out);
            }
        }
    }

    private byte[] head() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        write(head, 8, buffer -> buffer.putInt(MAGIC).putInt(VERSION));
        write(head, 16, buffer -> buffer.putLong(tensors.size()).putLong(settingCount));
        head.writeBytes(settings.toByteArray());
        long offset = 0;
        for (Tensor tensor : tensors) {
            text(head, tensor.name());
            boolean vector = tensor.rows() == 1;
            write(head, 4, buffer -> buffer.putInt(vector ? 1 : 2));
            write(head, 8, buffer -> buffer.putLong(tensor.columns()));
            if (!vector) {
                write(head, 8, buffer -> buffer.putLong(tensor.rows()));
            }
            long position = offset;
            write(head, 12, buffer -> buffer.putInt(tensor.type().code).putLong(position));
            offset += tensor.bytes() + padding(tensor.bytes());
        }
        return head.toByteArray();
    }

    private static void writeTensor(Tensor tensor, OutputStream out) throws IOException {
        int rowBytes = (int) tensor.type().bytes(tensor.columns());
        ByteBuffer row = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tensor.rows(); i++) {
            tensor.type().encode(tensor.data().row(i), row.clear());
            out.write(row.array());
        }
        out.write(new byte[padding(tensor.bytes())]);
    }

    private void startSetting(String key, int type) {
        settingCount++;
        text(settings, key);
        write(settings, 4, buffer -> buffer.putInt(type));
    }

    private void startArray(String key, int elements, int length) {
        startSetting(key, ARRAY);
        write(settings, 12, buffer -> buffer.putInt(elements).putLong(length));
    }

    private static void text(ByteArrayOutputStream to, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        write(to, 8, buffer -> buffer.putLong(bytes.length));
        to.writeBytes(bytes);
    }

    private static void write(ByteArrayOutputStream to, int bytes, Consumer<ByteBuffer> values) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        values.accept(buffer);
        to.writeBytes(buffer.array());
    }

    private static int padding(long length) {
        return (int) (-length & ALIGNMENT - 1);
    }
}
