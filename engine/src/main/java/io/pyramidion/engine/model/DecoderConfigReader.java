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

/**
 * Reads {@code config.json}. What is absent takes the default that transformers has for the
 * architecture; what would change the computation in a way that the decoder does not know is
 * refused by name.
 */
final class DecoderConfigReader {

    private static final String ACTIVATION = "silu";
    private static final int DEFAULT_HEAD_DIMENSION_OF_QWEN3 = 128;

    private DecoderConfigReader() {}

    static DecoderConfig read(JsonSettings config) {
        Architecture architecture = Architecture.read(config);
        refuseOthers(config);
        int vocabSize = config.count("vocab_size");
        int heads = config.count("num_attention_heads");
        boolean biases =
                architecture != Architecture.MISTRAL
                        && architecture != Architecture.QWEN2
                        && config.flag("attention_bias", false);
        return new DecoderConfig(
                architecture,
                vocabSize,
                config.count("hidden_size"),
                config.count("intermediate_size"),
                config.count("num_hidden_layers"),
                heads,
                keyValueHeads(config, architecture, heads),
                headDimension(config, architecture, heads),
                config.positive("rms_norm_eps", 1e-6),
                config.count("max_position_embeddings", architecture.defaultPositions()),
                config.flag("tie_word_embeddings", false),
                biases || architecture == Architecture.QWEN2,
                biases,
                architecture == Architecture.LLAMA && config.flag("mlp_bias", false),
                architecture == Architecture.QWEN3,
                AttentionWindows.read(config, architecture),
                RopeSettings.read(config),
                config.tokenIds("bos_token_id", vocabSize).stream()
                        .mapToInt(Integer::intValue)
                        .findFirst(),
                config.tokenIds("eos_token_id", vocabSize),
                ACTIVATION);
    }

    private static int keyValueHeads(JsonSettings config, Architecture architecture, int heads) {
        int kvHeads =
                architecture == Architecture.LLAMA
                        ? config.count("num_key_value_heads", heads)
                        : config.count("num_key_value_heads");
        if (heads % kvHeads != 0) {
            throw config.fault(
                    "num_key_value_heads", "a divisor of num_attention_heads, which is " + heads);
        }
        return kvHeads;
    }

    private static int headDimension(JsonSettings config, Architecture architecture, int heads) {
        if (architecture == Architecture.QWEN3) {
            return even(config, config.count("head_dim", DEFAULT_HEAD_DIMENSION_OF_QWEN3));
        }
        int hiddenSize = config.count("hidden_size");
        if (!config.has("head_dim") && hiddenSize % (2 * heads) != 0) {
            throw config.fault(
                    "hidden_size",
                    "without head_dim, a multiple of twice num_attention_heads, which is " + heads);
        }
        return even(config, config.count("head_dim", hiddenSize / heads));
    }

    private static int even(JsonSettings config, int headDim) {
        if (headDim % 2 != 0) {
            throw config.fault("head_dim", "even numbers");
        }
        return headDim;
    }

    private static void refuseOthers(JsonSettings config) {
        if (config.has("hidden_act")
                && !config.text("hidden_act").filter(ACTIVATION::equals).isPresent()) {
            throw config.fault("hidden_act", "\"" + ACTIVATION + "\"");
        }
        if (config.count("pretraining_tp", 1) > 1) {
            throw config.fault("pretraining_tp", "1");
        }
        if (config.has("quantization_config")) {
            throw config.fault(
                    "quantization_config", "none, since weights must be in F32, F16 or BF16");
        }
    }
}
