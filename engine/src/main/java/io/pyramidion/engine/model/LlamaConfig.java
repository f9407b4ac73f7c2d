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

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads the {@code config.json} of a {@code LlamaForCausalLM}. What is absent takes the default of
 * transformers' {@code LlamaConfig}; what would change the computation in a way that the decoder
 * does not know is refused by name.
 */
final class LlamaConfig {

    static final String ARCHITECTURE = "LlamaForCausalLM";
    private static final String MODEL_TYPE = "llama";
    private static final String ACTIVATION = "silu";

    private LlamaConfig() {}

    static DecoderConfig read(JsonSettings config) {
        refuseOthers(config);
        int vocabSize = config.count("vocab_size");
        int heads = config.count("num_attention_heads");
        return new DecoderConfig(
                vocabSize,
                config.count("hidden_size"),
                config.count("intermediate_size"),
                config.count("num_hidden_layers"),
                heads,
                keyValueHeads(config, heads),
                headDimension(config, heads),
                config.positive("rms_norm_eps", 1e-6),
                config.count("max_position_embeddings", 2048),
                config.flag("tie_word_embeddings", false),
                config.flag("attention_bias", false),
                config.flag("mlp_bias", false),
                RopeSettings.read(config),
                config.tokenIds("bos_token_id", vocabSize).stream()
                        .mapToInt(Integer::intValue)
                        .findFirst(),
                config.tokenIds("eos_token_id", vocabSize),
                ACTIVATION);
    }

    private static int keyValueHeads(JsonSettings config, int heads) {
        int kvHeads = config.count("num_key_value_heads", heads);
        if (heads % kvHeads != 0) {
            throw config.fault(
                    "num_key_value_heads", "a divisor of num_attention_heads, which is " + heads);
        }
        return kvHeads;
    }

    private static int headDimension(JsonSettings config, int heads) {
        int hiddenSize = config.count("hidden_size");
        if (!config.has("head_dim") && hiddenSize % (2 * heads) != 0) {
            throw config.fault(
                    "hidden_size",
                    "without head_dim, a multiple of twice num_attention_heads, which is " + heads);
        }
        int headDim = config.count("head_dim", hiddenSize / heads);
        if (headDim % 2 != 0) {
            throw config.fault("head_dim", "even numbers");
        }
        return headDim;
    }

    private static void refuseOthers(JsonSettings config) {
        JsonNode architectures = config.node().path("architectures");
        if (config.has("architectures")
                && !(architectures.size() == 1
                        && ARCHITECTURE.equals(architectures.path(0).textValue()))) {
            throw config.fault("architectures", "[\"" + ARCHITECTURE + "\"]");
        }
        if (config.has("model_type") || !config.has("architectures")) {
            requireText(config, "model_type", MODEL_TYPE);
        }
        if (config.has("hidden_act")) {
            requireText(config, "hidden_act", ACTIVATION);
        }
        if (config.count("pretraining_tp", 1) > 1) {
            throw config.fault("pretraining_tp", "1");
        }
        if (config.has("quantization_config")) {
            throw config.fault("quantization_config", "none: weights in F32, F16 or BF16");
        }
    }

    private static void requireText(JsonSettings config, String key, String only) {
        if (!config.text(key).filter(only::equals).isPresent()) {
            throw config.fault(key, "\"" + only + "\"");
        }
    }
}
