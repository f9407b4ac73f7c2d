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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes small safetensors files for tests. */
public final class SafetensorsWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SafetensorsWriter() {}

    /**
     * A tensor to write.
     *
     * @param dtype number format, by its name in the file
     * @param shape sizes, outermost first
     * @param data its bytes, little-endian
     */
    public record Tensor(String dtype, long[] shape, byte[] data) {

        /** Single-precision numbers. */
        public static Tensor f32(long[] shape, float... values) {
            ByteBuffer data = littleEndian(values.length * Float.BYTES);
            for (float value : values) {
                data.putFloat(value);
            }
            return new Tensor("F32", shape, data.array());
        }

        /** Single-precision numbers, cut to their upper halves. */
        public static Tensor bf16(long[] shape, float... values) {
            ByteBuffer data = littleEndian(values.length * Short.BYTES);
            for (float value : values) {
                data.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
            }
            return new Tensor("BF16", shape, data.array());
        }

        /** Half-precision numbers, given by their bits. */
        public static Tensor f16(long[] shape, short... bits) {
            ByteBuffer data = littleEndian(bits.length * Short.BYTES);
            for (short value : bits) {
                data.putShort(value);
            }
            return new Tensor("F16", shape, data.array());
        }
    }

    /** Writes a file; the tensors' data stand in the map's order. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        ObjectNode header = MAPPER.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        tensors.forEach(
                (name, tensor) -> {
                    ObjectNode entry = header.putObject(name).put("dtype", tensor.dtype());
                    for (long size : tensor.shape()) {
                        entry.withArray("shape").add(size);
                    }
                    entry.withArray("shape");
                    entry.putArray("data_offsets")
                            .add(data.size())
                            .add(data.size() + tensor.data().length);
                    data.writeBytes(tensor.data());
                });
        writeRaw(file, MAPPER.writeValueAsString(header), data.toByteArray());
    }

    /** Writes a file with any header, right or wrong. */
    public static void writeRaw(Path file, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(littleEndian(Long.BYTES).putLong(json.length).array());
        content.writeBytes(json);
        content.writeBytes(data);
        Files.write(file, content.toByteArray());
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
