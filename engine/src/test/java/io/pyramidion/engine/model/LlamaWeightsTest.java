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
    void ignoresAHeadBesideTiedEmbeddingsAndStoredFrequencies() {
        add("model.layers.0.self_attn.rotary_emb.inv_freq", 1);

        accepts(config(true, false));
        tensors.remove("lm_head.weight");
        accepts(config(true, false));
        refuses(config(false, false), "tensor lm_head.weight is missing");
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
        refuses(config(false, false), "_proj.bias is not part of the LlamaForCausalLM");
    }

    @Test
    void namesTheShapeFoundAndTheShapeWanted() {
        add("model.layers.0.self_attn.k_proj.weight", 4, 8);

        refuses(
                config(false, false),
                "tensor model.layers.0.self_attn.k_proj.weight has shape [4, 8];"
                        + " wanted by config.json: [2, 8]");
    }

    @Test
    void refusesTensorsItDoesNotKnow() {
        add("model.layers.1.input_layernorm.weight", 8);

        refuses(
                config(false, false),
                "tensor model.layers.1.input_layernorm.weight is not part of");
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

    private void check(DecoderConfig config) throws IOException {
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);
        try (Weights weights = Weights.open(directory)) {
            LlamaWeights.check(config, weights);
        }
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
                false,
                List.of(0),
                ROPE,
                OptionalInt.empty(),
                List.of(),
                "silu");
    }
}
