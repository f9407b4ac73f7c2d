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

import io.pyramidion.engine.model.SafetensorsWriter.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LlamaWeightsTest {

    private static final RopeSettings ROPE = new RopeSettings(10_000, new RopeScaling.None());

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    @TempDir private Path directory;

    @BeforeEach
    void oneLayerOfWidthEightWithTwoHeadsOfTwoAndOneKeyValueHead() {
        add("model.embed_tokens.weight", 10, 8);
        add("model.norm.weight", 8);
        add("lm_head.weight", 10, 8);
        add("model.layers.0.self_attn.q_proj.weight", 4, 8);
        add("model.layers.0.self_attn.k_proj.weight", 2, 8);
        add("model.layers.0.self_attn.v_proj.weight", 2, 8);
        add("model.layers.0.self_attn.o_proj.weight", 8, 4);
        add("model.layers.0.mlp.gate_proj.weight", 6, 8);
        add("model.layers.0.mlp.up_proj.weight", 6, 8);
        add("model.layers.0.mlp.down_proj.weight", 8, 6);
        add("model.layers.0.input_layernorm.weight", 8);
        add("model.layers.0.post_attention_layernorm.weight", 8);
    }

    @Test
    void acceptsExactlyTheTensorsOfTheDecoder() {
        accepts(config(false, false));
    }

    @Test
    void tiedEmbeddingsMayHaveEitherNameAndAreNotTiedWhereBothAreThere() throws IOException {
        assertThat(check(config(true, false))).contains(LlamaWeights.HEAD, LlamaWeights.EMBEDDING);
        tensors.remove(LlamaWeights.HEAD);
        assertThat(check(config(true, false)))
                .contains(LlamaWeights.EMBEDDING)
                .doesNotContain(LlamaWeights.HEAD);
        refuses(config(false, false), "tensor lm_head.weight is missing");

        tensors.remove(LlamaWeights.EMBEDDING);
        refuses(config(true, false), "tensor model.embed_tokens.weight is missing");
        add(LlamaWeights.HEAD, 10, 8);
        assertThat(check(config(true, false)))
                .contains(LlamaWeights.HEAD)
                .doesNotContain(LlamaWeights.EMBEDDING);
        refuses(config(false, false), "tensor model.embed_tokens.weight is missing");
    }

    @Test
    void ignoresWhatIsNoPartOfTheDecoderWhateverItsNumbersAre() throws IOException {
        add("model.layers.0.self_attn.rotary_emb.inv_freq", 1);
        add("model.layers.0.self_attn.q_proj.bias", 4);
        add("model.layers.1.input_layernorm.weight", 8);
        tensors.put("model.layers.0.attn.bias", new Tensor("BOOL", new long[] {3}, new byte[3]));
        tensors.put("v_head.weight", new Tensor("I64", new long[] {1}, new byte[8]));

        write();
        try (Weights weights = Weights.open(directory)) {
            Set<String> loaded = LlamaWeights.check(config(false, false), weights);
            assertThat(loaded).hasSize(12);
            assertThat(LlamaWeights.ignored(weights, loaded))
                    .containsExactly(
                            "model.layers.0.self_attn.q_proj.bias",
                            "model.layers.1.input_layernorm.weight",
                            "v_head.weight");
        }
    }

    @Test
    void refusesAFormatThatItCannotReadWhereTheTensorIsWanted() {
        tensors.put("model.norm.weight", new Tensor("F64", new long[] {8}, new byte[64]));

        refuses(
                config(false, false),
                "model.safetensors: tensor model.norm.weight: dtype is \"F64\"; allowed: F32, F16,");
    }

    @Test
    void findsTheTensorsOfAModelThatWasSavedWithoutItsHead() throws IOException {
        Map<String, Tensor> bare = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> bare.put(name.replaceFirst("^model\\.", ""), tensor));
        tensors.clear();
        tensors.putAll(bare);

        assertThat(check(config(false, false))).contains(LlamaWeights.HEAD, LlamaWeights.EMBEDDING);

        // As transformers, which looks for the prefix in all names.
        add("model.extra", 1);
        refuses(config(false, false), "tensor model.embed_tokens.weight is missing");
    }

    @Test
    void namesWhatIsThereUnderAnotherPrefix() {
        Map<String, Tensor> adapted = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> adapted.put("base_model.model." + name, tensor));
        tensors.clear();
        tensors.putAll(adapted);

        refuses(config(false, false), "tensor lm_head.weight is missing");
        refuses(config(true, false), "; there is base_model.model.model.embed_tokens.weight");
    }

    @Test
    void asksForBiasesWhereTheConfigHasThem() {
        refuses(config(false, true), "tensor model.layers.0.mlp.down_proj.bias is missing");
        for (String projection : List.of("self_attn.q", "mlp.gate", "mlp.up")) {
            add("model.layers.0." + projection + "_proj.bias", projection.contains("q") ? 4 : 6);
        }
        for (String projection : List.of("self_attn.k", "self_attn.v")) {
            add("model.layers.0." + projection + "_proj.bias", 2);
        }
        for (String projection : List.of("self_attn.o", "mlp.down")) {
            add("model.layers.0." + projection + "_proj.bias", 8);
        }

        accepts(config(false, true));
    }

    @Test
    void namesTheShapeFoundAndTheShapeWanted() {
        add("model.layers.0.self_attn.k_proj.weight", 4, 8);

        refuses(
                config(false, false),
                "tensor model.layers.0.self_attn.k_proj.weight has shape [4, 8];"
                        + " wanted by config.json: [2, 8]");
    }

    private void add(String name, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        tensors.put(name, Tensor.f32(shape, new float[count]));
    }

    private void accepts(DecoderConfig config) {
        assertThatCode(() -> check(config)).doesNotThrowAnyException();
    }

    private void refuses(DecoderConfig config, String named) {
        assertThatThrownBy(() -> check(config))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(named);
    }

    private Set<String> check(DecoderConfig config) throws IOException {
        write();
        try (Weights weights = Weights.open(directory)) {
            return LlamaWeights.check(config, weights);
        }
    }

    private void write() throws IOException {
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);
    }

    private static DecoderConfig config(boolean tied, boolean biases) {
        return new DecoderConfig(
                Architecture.LLAMA,
                10,
                8,
                6,
                1,
                2,
                1,
                2,
                1e-6,
                64,
                tied,
                biases,
                biases,
                biases,
                HeadNorm.NONE,
                List.of(0),
                ROPE,
                OptionalInt.empty(),
                List.of(),
                DecoderOptions.LLAMA);
    }
}
