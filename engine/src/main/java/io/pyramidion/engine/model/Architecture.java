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

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The kinds of decoder that can be loaded, by the name of the class that transformers has for each.
 * All compute Llama's forward pass; they differ in options and in the defaults of {@code
 * config.json}. Families without a class of their own use one of these: SmolLM2 is a Llama, Qwen2.5
 * a Qwen2.
 */
public enum Architecture {
    /** Llama 1 to 3.3, SmolLM, SmolLM2 and others. */
    LLAMA("LlamaForCausalLM", "llama", 2048),
    /** Mistral: attention may be limited to a sliding window. */
    MISTRAL("MistralForCausalLM", "mistral", 131_072),
    /** Qwen2 and Qwen2.5: queries, keys and values have biases. */
    QWEN2("Qwen2ForCausalLM", "qwen2", 32_768),
    /** Qwen3: the heads of queries and keys are normalized. */
    QWEN3("Qwen3ForCausalLM", "qwen3", 32_768),
    /** Phi-3, Phi-3.5 and Phi-4: joint tensors; a part of each head may be rotated. */
    PHI3("Phi3ForCausalLM", "phi3", 4096),
    /** Granite 3, dense: embeddings, scores, blocks and logits have factors. */
    GRANITE("GraniteForCausalLM", "granite", 2048),
    /** Gemma: GELU, normalizations that count from one, scaled embeddings. */
    GEMMA("GemmaForCausalLM", "gemma", 8192),
    /** Gemma 3, text: as Gemma, with more normalizations and two rotary embeddings. */
    GEMMA3("Gemma3ForCausalLM", "gemma3_text", 131_072),
    /** OLMo 2: normalizations behind the blocks, and of all queries and keys of a token. */
    OLMO2("Olmo2ForCausalLM", "olmo2", 2048),
    /** SmolLM3: some layers rotate nothing. */
    SMOLLM3("SmolLM3ForCausalLM", "smollm3", 32_768);

    private static final String EXPERTS = "a mixture of experts";
    private static final String LAYER_NORM = "LayerNorm";
    private static final String INTERLEAVED = "rotation of neighbouring dimensions";

    /** What common architectures need that the decoder does not have. */
    private static final Map<String, String> LACKS =
            Map.ofEntries(
                    Map.entry("ApertusForCausalLM", "the activation xIELU"),
                    Map.entry("BloomForCausalLM", "ALiBi and " + LAYER_NORM),
                    Map.entry("CohereForCausalLM", LAYER_NORM + " and parallel blocks"),
                    Map.entry("Cohere2ForCausalLM", LAYER_NORM + " and parallel blocks"),
                    Map.entry("DeepseekV2ForCausalLM", "latent attention and " + EXPERTS),
                    Map.entry("DeepseekV3ForCausalLM", "latent attention and " + EXPERTS),
                    Map.entry("Ernie4_5ForCausalLM", INTERLEAVED),
                    Map.entry("FalconForCausalLM", LAYER_NORM + " and parallel blocks"),
                    Map.entry("Gemma2ForCausalLM", "soft caps of attention scores"),
                    Map.entry("GlmForCausalLM", INTERLEAVED),
                    Map.entry("Glm4ForCausalLM", INTERLEAVED),
                    Map.entry("GPT2LMHeadModel", "learned positions and " + LAYER_NORM),
                    Map.entry("GPTNeoXForCausalLM", LAYER_NORM + " and parallel blocks"),
                    Map.entry("GptOssForCausalLM", "attention sinks and " + EXPERTS),
                    Map.entry("GraniteMoeForCausalLM", EXPERTS),
                    Map.entry("HunYuanDenseV1ForCausalLM", "normalization behind the rotation"),
                    Map.entry("Lfm2ForCausalLM", "convolutions"),
                    Map.entry("MixtralForCausalLM", EXPERTS),
                    Map.entry("NemotronForCausalLM", LAYER_NORM + " and squared ReLU"),
                    Map.entry("OlmoForCausalLM", LAYER_NORM),
                    Map.entry("OlmoeForCausalLM", EXPERTS),
                    Map.entry("OPTForCausalLM", "learned positions and " + LAYER_NORM),
                    Map.entry("PhiForCausalLM", LAYER_NORM + " and parallel blocks"),
                    Map.entry("PhimoeForCausalLM", EXPERTS),
                    Map.entry("Qwen2MoeForCausalLM", EXPERTS),
                    Map.entry("Qwen3MoeForCausalLM", EXPERTS),
                    Map.entry("Qwen3NextForCausalLM", "linear attention and " + EXPERTS),
                    Map.entry("StableLmForCausalLM", LAYER_NORM),
                    Map.entry("Starcoder2ForCausalLM", LAYER_NORM));

    private final String className;
    private final String modelType;
    private final int defaultPositions;

    Architecture(String className, String modelType, int defaultPositions) {
        this.className = className;
        this.modelType = modelType;
        this.defaultPositions = defaultPositions;
    }

    /** The name as in {@code architectures} of {@code config.json}. */
    public String className() {
        return className;
    }

    /** Context length of a configuration that names none, in tokens. */
    int defaultPositions() {
        return defaultPositions;
    }

    /** Base of the rotary wavelengths in a configuration that names none. */
    double defaultTheta() {
        return switch (this) {
            case GEMMA3 -> 1_000_000;
            case SMOLLM3 -> 2_000_000;
            default -> 10_000;
        };
    }

    /** Key and value heads of a configuration without {@code num_key_value_heads}. */
    int defaultKeyValueHeads(int heads) {
        return switch (this) {
            case MISTRAL -> 8;
            case QWEN2, QWEN3 -> 32;
            case GEMMA -> 16;
            case GEMMA3, SMOLLM3 -> 4;
            default -> heads;
        };
    }

    /** {@code bos_token_id} of a configuration that names none. */
    OptionalInt defaultBeginning() {
        return switch (this) {
            case LLAMA, MISTRAL, PHI3, GRANITE -> OptionalInt.of(1);
            case GEMMA, GEMMA3 -> OptionalInt.of(2);
            case SMOLLM3 -> OptionalInt.of(128_000);
            case QWEN2, QWEN3, OLMO2 -> OptionalInt.empty();
        };
    }

    /** {@code eos_token_id} of a configuration that names none. */
    OptionalInt defaultEnd() {
        return switch (this) {
            case LLAMA, MISTRAL, GRANITE -> OptionalInt.of(2);
            case PHI3 -> OptionalInt.of(32_000);
            case GEMMA, GEMMA3 -> OptionalInt.of(1);
            case SMOLLM3 -> OptionalInt.of(128_001);
            case OLMO2 -> OptionalInt.of(50_279);
            case QWEN2, QWEN3 -> OptionalInt.empty();
        };
    }

    /** {@code rms_norm_eps} of a configuration that names none. */
    double defaultEpsilon() {
        return this == PHI3 || this == OLMO2 ? 1e-5 : 1e-6;
    }

    /** {@code tie_word_embeddings} of a configuration that names none. */
    boolean tiesByDefault() {
        return this == GEMMA || this == GEMMA3 || this == SMOLLM3;
    }

    /** {@code head_dim} of a configuration that names none, or 0 if the width decides. */
    int defaultHeadDimension() {
        return switch (this) {
            case QWEN3 -> 128;
            case GEMMA, GEMMA3 -> 256;
            default -> 0;
        };
    }

    /** Whether its configuration knows {@code attention_bias}. */
    boolean mayHaveAttentionBias() {
        return this != MISTRAL && this != QWEN2 && this != PHI3;
    }

    /** Whether its configuration knows {@code mlp_bias}. */
    boolean mayHaveMlpBias() {
        return this == LLAMA || this == GRANITE || this == SMOLLM3;
    }

    /**
     * By {@code architectures}, or else by {@code model_type}; where both stand they must agree.
     */
    static Architecture read(JsonSettings config) {
        JsonNode names = config.node().path("architectures");
        for (Architecture architecture : values()) {
            if (config.has("architectures")
                    ? names.size() == 1 && architecture.className.equals(names.path(0).textValue())
                    : config.text("model_type")
                            .filter(architecture.modelType::equals)
                            .isPresent()) {
                architecture.requireModelType(config);
                return architecture;
            }
        }
        if (!config.has("architectures")) {
            throw config.fault("model_type", allowed(false));
        }
        String lacks = LACKS.get(names.path(0).asText());
        throw config.fault(
                "architectures",
                "one of " + allowed(true) + (lacks == null ? "" : ". This one needs " + lacks));
    }

    private void requireModelType(JsonSettings config) {
        if (config.has("model_type")
                && !config.text("model_type").filter(modelType::equals).isPresent()) {
            throw config.fault("model_type", "with " + className + ", \"" + modelType + "\"");
        }
    }

    private static String allowed(boolean classes) {
        return Arrays.stream(values())
                .map(a -> "\"" + (classes ? a.className : a.modelType) + "\"")
                .collect(Collectors.joining(", "));
    }
}
