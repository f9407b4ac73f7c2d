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
package io.pyramidion.benchmarks.bulk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.LlamaWeights;
import io.pyramidion.engine.model.ModelDirectory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * A model of one narrow layer with random weights: it costs next to nothing, so that what is
 * measured is all around it.
 */
final class TinyModel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HIDDEN = 16;

    private TinyModel() {}

    /**
     * Writes it.
     *
     * @param like a Llama model whose tokenizer it takes
     */
    static void write(Path like, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : new String[] {"tokenizer.json", "tokenizer_config.json"}) {
            Files.copy(like.resolve(name), folder.resolve(name));
        }
        ObjectNode config =
                (ObjectNode) JSON.readTree(Files.readString(like.resolve("config.json")));
        config.put("hidden_size", HIDDEN).put("intermediate_size", HIDDEN).put("head_dim", HIDDEN);
        config.put("num_attention_heads", 1).put("num_key_value_heads", 1);
        config.put("num_hidden_layers", 1).put("dtype", "float32");
        Files.writeString(folder.resolve("config.json"), config.toString());
        Map<String, long[]> shapes = LlamaWeights.shapes(ModelDirectory.open(folder).config());
        ObjectNode header = JSON.createObjectNode();
        long end = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F32");
            entry.set("shape", JSON.valueToTree(tensor.getValue()));
            long start = end;
            end += Float.BYTES * size(tensor.getValue());
            entry.putArray("data_offsets").add(start).add(end);
        }
        byte[] head = header.toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            out.write(number.putLong(head.length).array());
            out.write(head);
            for (long[] shape : shapes.values()) {
                out.write(values(shape, random));
            }
        }
    }

    private static long size(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    private static byte[] values(long[] shape, Random random) {
        int size = (int) size(shape);
        ByteBuffer values = ByteBuffer.allocate(Float.BYTES * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            double scale = 1 / Math.sqrt(HIDDEN);
            values.putFloat(shape.length == 1 ? 1 : (float) (scale * random.nextGaussian()));
        }
        return values.array();
    }
}
