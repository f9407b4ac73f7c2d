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
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.SafetensorsWriter;
import io.pyramidion.engine.model.SafetensorsWriter.Tensor;
import io.pyramidion.engine.sampling.SamplingParameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Directories as Hugging Face writes them, random weights: the logits are those of plain Java. */
class DecoderReferenceITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VOCABULARY = 61;
    private static final Offset<Double> ROUNDING = Offset.offset(1e-4);

    @TempDir private Path folder;

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, double[]> plain = new LinkedHashMap<>();
    private final Random random = new Random(5);

    static Stream<Arguments> shapes() {
        ObjectNode small = shape(32, 48, 4, 2).put("tie_word_embeddings", true);
        ObjectNode wide = shape(40, 72, 4, 4).put("head_dim", 12);
        wide.put("attention_bias", true).put("mlp_bias", true);
        wide.putObject("rope_scaling")
                .put("rope_type", "llama3")
                .put("factor", 8.0)
                .put("low_freq_factor", 1.0)
                .put("high_freq_factor", 4.0)
                .put("original_max_position_embeddings", 16);
        ObjectNode large = shape(256, 320, 8, 2);
        large.putObject("rope_parameters").put("rope_theta", 500000.0).put("rope_type", "default");
        ObjectNode mistral = shape(32, 48, 4, 2).put("sliding_window", 6);
        ObjectNode qwen2 = shape(32, 48, 4, 2).put("use_sliding_window", true);
        qwen2.put("sliding_window", 5).put("max_window_layers", 1);
        ObjectNode qwen3 = shape(32, 48, 4, 2).put("head_dim", 12);
        return Stream.of(
                Arguments.of("tied, grouped queries", small),
                Arguments.of("head_dim of its own, biases, llama3 scaling, a head", wide),
                Arguments.of("weights large enough to be packed, rope_parameters", large),
                Arguments.of("a sliding window", of("Mistral", mistral)),
                Arguments.of("qkv biases, a window in the second layer", of("Qwen2", qwen2)),
                Arguments.of("normalized heads", of("Qwen3", qwen3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void givesTheLogitsOfAPlainForwardPass(String name, ObjectNode shape) throws IOException {
        DecoderConfig config = write(shape);
        PlainLlama reference = new PlainLlama(config, plain);
        int[] tokens = random.ints(23, 0, VOCABULARY).toArray();
        Draw draw = new Draw(SamplingParameters.greedy(1), 0);
        try (Decoder decoder =
                        new DecoderLoader(1).load(ModelDirectory.open(folder), Precision.FLOAT32);
                KvCache cache = decoder.allocate(2, 40)) {
            double[][] found = decoder.logits(cache, List.of(new Row(1, 0, tokens, List.of(draw))));
            assertThat(found[0]).containsExactly(reference.logits(tokens), ROUNDING);
            assertThat(inPieces(decoder, cache, tokens, draw))
                    .containsExactly(reference.logits(tokens), ROUNDING);
        }
    }

    /** Beside a shorter sequence, whose padding must not matter, and then token by token. */
    private static double[] inPieces(Decoder decoder, KvCache cache, int[] tokens, Draw draw) {
        Row beside = new Row(0, 0, new int[] {1, 2}, List.of());
        decoder.logits(cache, List.of(beside, new Row(1, 0, Arrays.copyOf(tokens, 20), List.of())));
        for (int i = 20; i < tokens.length - 1; i++) {
            decoder.sample(cache, List.of(new Row(1, i, new int[] {tokens[i]}, List.of())));
        }
        int last = tokens.length - 1;
        Row row = new Row(1, last, new int[] {tokens[last]}, List.of(draw));
        return decoder.logits(cache, List.of(row))[0];
    }

    private static ObjectNode shape(int hidden, int inner, int heads, int kvHeads) {
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add("LlamaForCausalLM");
        return config.put("model_type", "llama")
                .put("hidden_act", "silu")
                .put("vocab_size", VOCABULARY)
                .put("hidden_size", hidden)
                .put("intermediate_size", inner)
                .put("num_hidden_layers", 2)
                .put("num_attention_heads", heads)
                .put("num_key_value_heads", kvHeads)
                .put("rms_norm_eps", 1e-5)
                .put("max_position_embeddings", 64);
    }

    private static ObjectNode of(String architecture, ObjectNode config) {
        config.putArray("architectures").add(architecture + "ForCausalLM");
        return config.put("model_type", architecture.toLowerCase(Locale.ROOT));
    }

    /** Two shards with an index, as larger checkpoints come. */
    private DecoderConfig write(ObjectNode shape) throws IOException {
        JSON.writeValue(folder.resolve("config.json").toFile(), shape);
        DecoderConfig config = ModelDirectory.open(folder).config();
        int hidden = config.hiddenSize();
        int query = config.heads() * config.headDim();
        int keys = config.kvHeads() * config.headDim();
        matrix("model.embed_tokens", VOCABULARY, hidden, false);
        norm("model.norm", hidden);
        if (!config.tieWordEmbeddings()) {
            matrix("lm_head", VOCABULARY, hidden, false);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            matrix(prefix + "self_attn.q_proj", query, hidden, config.attentionBias());
            matrix(prefix + "self_attn.k_proj", keys, hidden, config.attentionBias());
            matrix(prefix + "self_attn.v_proj", keys, hidden, config.attentionBias());
            matrix(prefix + "self_attn.o_proj", hidden, query, config.outputBias());
            matrix(prefix + "mlp.gate_proj", config.intermediateSize(), hidden, config.mlpBias());
            matrix(prefix + "mlp.up_proj", config.intermediateSize(), hidden, config.mlpBias());
            matrix(prefix + "mlp.down_proj", hidden, config.intermediateSize(), config.mlpBias());
            if (config.headNorm()) {
                norm(prefix + "self_attn.q_norm", config.headDim());
                norm(prefix + "self_attn.k_norm", config.headDim());
            }
            norm(prefix + "input_layernorm", hidden);
            norm(prefix + "post_attention_layernorm", hidden);
        }
        writeShards();
        return config;
    }

    private void writeShards() throws IOException {
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

    private void matrix(String name, int rows, int columns, boolean bias) {
        put(name + ".weight", new long[] {rows, columns}, 0, 1 / Math.sqrt(columns));
        if (bias) {
            put(name + ".bias", new long[] {rows}, 0, 0.5);
        }
    }

    private void norm(String name, int size) {
        put(name + ".weight", new long[] {size}, 1, 0.2);
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
