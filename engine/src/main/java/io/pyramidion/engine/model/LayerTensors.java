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

import java.util.List;
import java.util.Map;

/**
 * How the tensors of a layer are called, behind {@code model.layers.N} and without {@code .weight}.
 * The blocks are the products of a layer: {@code qkv}, {@code out}, {@code gate_up} and {@code
 * down}. The first and the third are normalized before, the second and the fourth behind.
 *
 * @param qkv what makes queries, keys and values, in this order; one tensor or three
 * @param gateUp what makes gate and up, in this order; one tensor or two
 * @param norms the normalization of each block that has one
 */
public record LayerTensors(List<String> qkv, List<String> gateUp, Map<String, String> norms) {

    private static final List<String> QKV =
            List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
    private static final List<String> GATE_UP = List.of("mlp.gate_proj", "mlp.up_proj");
    private static final Map<String, String> BEFORE =
            Map.of("qkv", "input_layernorm", "gate_up", "post_attention_layernorm");

    /** Llama's. */
    public static final LayerTensors LLAMA = new LayerTensors(QKV, GATE_UP, BEFORE);

    /** Phi-3's: each block's tensors are one. */
    static final LayerTensors FUSED =
            new LayerTensors(List.of("self_attn.qkv_proj"), List.of("mlp.gate_up_proj"), BEFORE);

    /** OLMo 2's: what blocks make is normalized, not what they take. */
    static final LayerTensors NORMS_BEHIND =
            new LayerTensors(
                    QKV,
                    GATE_UP,
                    Map.of(
                            "out",
                            "post_attention_layernorm",
                            "down",
                            "post_feedforward_layernorm"));

    /** Gemma 3's: both. */
    static final LayerTensors NORMS_AROUND =
            new LayerTensors(
                    QKV,
                    GATE_UP,
                    Map.of(
                            "qkv",
                            "input_layernorm",
                            "out",
                            "post_attention_layernorm",
                            "gate_up",
                            "pre_feedforward_layernorm",
                            "down",
                            "post_feedforward_layernorm"));

    public LayerTensors {
        qkv = List.copyOf(qkv);
        gateUp = List.copyOf(gateUp);
        norms = Map.copyOf(norms);
    }
}
