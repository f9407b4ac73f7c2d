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
package io.pyramidion.engine.decoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.LlamaWeights;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.SafetensorsWriter;
import io.pyramidion.engine.model.SafetensorsWriter.Tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A model directory as Hugging Face writes it, with random weights of a given configuration. */
final class RandomModel {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, double[]> plain = new LinkedHashMap<>();
    private final Random random;

    RandomModel(Random random) {
        this.random = random;
    }

    /** What was written, by the tensors' names. */
    Map<String, double[]> tensors() {
        return plain;
    }

    /** A configuration of two layers in Llama's architecture. */
    static ObjectNode shape(int vocabulary, int hidden, int inner, int heads, int kvHeads) {
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add("LlamaForCausalLM");
        return config.put("model_type", "llama")
                .put("hidden_act", "silu")
                .put("vocab_size", vocabulary)
                .put("hidden_size", hidden)
                .put("intermediate_size", inner)
                .put("num_hidden_layers", 2)
                .put("num_attention_heads", heads)
                .put("num_key_value_heads", kvHeads)
                .put("rms_norm_eps", 1e-5)
                .put("max_position_embeddings", 64);
    }

    /** The same in another architecture. */
    static ObjectNode of(String architecture, ObjectNode config) {
        config.putArray("architectures").add(architecture + "ForCausalLM");
        String type = architecture.toLowerCase(Locale.ROOT);
        return config.put("model_type", type.equals("gemma3") ? "gemma3_text" : type);
    }

    /** Two shards with an index, as larger checkpoints come. */
    DecoderConfig write(Path folder, ObjectNode shape) throws IOException {
        JSON.writeValue(folder.resolve("config.json").toFile(), shape);
        DecoderConfig config = ModelDirectory.open(folder).config();
        for (Map.Entry<String, long[]> tensor : LlamaWeights.shapes(config).entrySet()) {
            String name = tensor.getKey();
            long[] size = tensor.getValue();
            if (size.length == 2) {
                put(name, size, 0, 1 / Math.sqrt(size[1]));
            } else if (name.endsWith(".bias")) {
                put(name, size, 0, 0.5);
            } else {
                put(name, size, config.options().normFromOne() ? 0 : 1, 0.2);
            }
        }
        writeShards(folder);
        return config;
    }

    private void writeShards(Path folder) throws IOException {
        List<String> names = new ArrayList<>(tensors.keySet());
        ObjectNode index = JSON.createObjectNode();
        ObjectNode places = index.putObject("weight_map");
        for (int shard = 0; shard < 2; shard++) {
            String file = "model-0000" + (shard + 1) + "-of-00002.safetensors";
            Map<String, Tensor> part = new LinkedHashMap<>();
            for (String name :
                    names.subList(shard * names.size() / 2, (shard + 1) * names.size() / 2)) {
                part.put(name, tensors.get(name));
                places.put(name, file);
            }
            SafetensorsWriter.write(folder.resolve(file), part);
        }
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
    }

    private void put(String name, long[] shape, double mean, double deviation) {
        int size = 1;
        for (long length : shape) {
            size *= (int) length;
        }
        float[] values = new float[size];
        double[] wide = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
            wide[i] = values[i];
        }
        tensors.put(name, Tensor.f32(shape, values));
        plain.put(name, wide);
    }
}
