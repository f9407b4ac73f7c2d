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

/**
 * The table of contents of one safetensors file, fully checked: every tensor's data lies inside the
 * file, has the length that its shape asks for, and the data of all tensors follow one another
 * without gap or overlap, as the format demands.
 */
final class SafetensorsHeader {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final String METADATA = "__metadata__";

    /** Where a tensor's data begins, from the start of the file. */
    record Entry(String name, TensorInfo info, long position) {}

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
                Comparator.comparingLong(Entry::position)
                        .thenComparingLong(entry -> entry.info().byteLength()));
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
            end = entry.position() + entry.info().byteLength();
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
        DType dtype = dtype(file, name, node.path("dtype"));
        long[] shape = longs(file, name, "shape", node.path("shape"));
        long[] offsets = longs(file, name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw fault(file, name, "data_offsets is " + node.path("data_offsets"));
        }
        long length = offsets[1] - offsets[0];
        long wanted = dtype.bytes();
        long position;
        try {
            for (long size : shape) {
                wanted = Math.multiplyExact(wanted, size);
            }
            position = Math.addExact(dataStart, offsets[0]);
            Math.addExact(dataStart, offsets[1]);
        } catch (ArithmeticException e) {
            throw new ModelException(file + ": tensor " + name + " is larger than any file", e);
        }
        TensorInfo info = new TensorInfo(dtype, shape, wanted);
        if (length != wanted) {
            throw fault(file, name, info + " has " + length + " bytes; wanted: " + wanted);
        }
        return new Entry(name, info, position);
    }

    private static DType dtype(Path file, String name, JsonNode node) {
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(node.textValue())) {
                return dtype;
            }
        }
        throw fault(file, name, "dtype is " + node + "; allowed: F32, F16, BF16");
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
