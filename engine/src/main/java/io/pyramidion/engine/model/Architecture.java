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
    QWEN3("Qwen3ForCausalLM", "qwen3", 32_768);

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
        throw config.has("architectures")
                ? config.fault("architectures", "one of " + allowed(true))
                : config.fault("model_type", allowed(false));
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
