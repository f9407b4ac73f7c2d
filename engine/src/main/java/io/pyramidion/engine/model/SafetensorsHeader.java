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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of contents of one safetensors file, fully checked: every tensor's data lies inside the
 * file, has the length that its shape asks for, and the data of all tensors follow one another
 * without gap or overlap, as the format demands.
 */
final class SafetensorsHeader {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final String METADATA = "__metadata__";

    /**
     * Where a tensor is.
     *
     * @param file only for messages
     * @param format its number format's name
     * @param position of its first byte, from the start of the file
     * @param byteLength length of its data
     */
    record Entry(
            Path file, String name, String format, long[] shape, long position, long byteLength) {

        /**
         * What a caller that wants its numbers must know.
         *
         * @throws ModelException if its format cannot be read; one that nobody wants may have any
         */
        TensorInfo info() {
            DType dtype =
                    named(format)
                            .orElseThrow(
                                    () ->
                                            fault(
                                                    file,
                                                    name,
                                                    "dtype is \""
                                                            + format
                                                            + "\"; allowed: F32, F16, BF16"));
            return new TensorInfo(dtype, shape, byteLength);
        }
    }

    private SafetensorsHeader() {}

    /**
     * Reads the header's JSON.
     *
     * @param file only for messages
     * @param json the header's bytes
     * @param dataStart position of the first data byte in the file
     * @param fileSize in bytes
     * @return the entries by name, in the order of their data
     */
    static Map<String, Entry> parse(Path file, byte[] json, long dataStart, long fileSize) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    file + ": the header is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelException(file + ": the header cannot be read: " + e.getMessage(), e);
        }
        if (!root.isObject()) {
            throw new ModelException(file + ": the header is damaged: it is not a JSON object");
        }
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals(METADATA)) {
                entries.add(entry(file, field.getKey(), field.getValue(), dataStart));
            }
        }
        entries.sort(
                Comparator.comparingLong(Entry::position).thenComparingLong(Entry::byteLength));
        return inOrder(file, entries, dataStart, fileSize);
    }

    private static Map<String, Entry> inOrder(
            Path file, List<Entry> entries, long dataStart, long fileSize) {
        Map<String, Entry> byName = new LinkedHashMap<>();
        long end = dataStart;
        for (Entry entry : entries) {
            if (entry.position() != end) {
                throw fault(
                        file,
                        entry.name(),
                        (entry.position() < end ? "overlaps" : "leaves a gap after")
                                + " the tensor before it");
            }
            end = entry.position() + entry.byteLength();
            if (end > fileSize) {
                throw fault(
                        file,
                        entry.name(),
                        "ends at byte "
                                + end
                                + " but the file has "
                                + fileSize
                                + "; it may be cut short");
            }
            byName.put(entry.name(), entry);
        }
        if (end != fileSize) {
            throw new ModelException(
                    file
                            + ": "
                            + (fileSize - end)
                            + " bytes follow the last tensor; the file may be damaged");
        }
        return byName;
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataStart) {
        String format = node.path("dtype").textValue();
        if (format == null) {
            throw fault(file, name, "dtype is " + node.path("dtype") + "; allowed: a text");
        }
        long[] shape = longs(file, name, "shape", node.path("shape"));
        long[] offsets = longs(file, name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw fault(file, name, "data_offsets is " + node.path("data_offsets"));
        }
        long length = offsets[1] - offsets[0];
        try {
            long position = Math.addExact(dataStart, offsets[0]);
            Math.addExact(dataStart, offsets[1]);
            Optional<DType> dtype = named(format);
            if (dtype.isPresent()) {
                requireLength(file, name, new TensorInfo(dtype.get(), shape, length));
            }
            return new Entry(file, name, format, shape, position, length);
        } catch (ArithmeticException e) {
            throw new ModelException(file + ": tensor " + name + " is larger than any file", e);
        }
    }

    private static void requireLength(Path file, String name, TensorInfo info) {
        long wanted = info.dtype().bytes();
        for (long size : info.shape()) {
            wanted = Math.multiplyExact(wanted, size);
        }
        if (info.byteLength() != wanted) {
            throw fault(
                    file, name, info + " has " + info.byteLength() + " bytes; wanted: " + wanted);
        }
    }

    private static Optional<DType> named(String name) {
        return Stream.of(DType.values()).filter(dtype -> dtype.name().equals(name)).findFirst();
    }

    private static long[] longs(Path file, String name, String key, JsonNode node) {
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.path(i);
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw fault(file, name, key + " is " + node);
            }
            values[i] = value.longValue();
        }
        if (!node.isArray()) {
            throw fault(file, name, key + " is " + node + "; wanted: a list of numbers");
        }
        return values;
    }

    private static ModelException fault(Path file, String name, String what) {
        return new ModelException(file + ": tensor " + name + ": " + what);
    }
}
