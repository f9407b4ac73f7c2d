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

import java.util.Map;
import java.util.Optional;

/**
 * The special tokens that a tokenizer class of transformers has where no file names any. Classes
 * that take everything from {@code tokenizer.json} have none.
 */
final class TokenizerDefaults {

    private static final String END_OF_TEXT = "<|endoftext|>";

    private static final Map<String, Map<String, String>> OF_CLASS =
            Map.of(
                    "LlamaTokenizer",
                    Map.of("unk_token", "<unk>", "bos_token", "<s>", "eos_token", "</s>"),
                    "CodeLlamaTokenizer",
                    Map.of("unk_token", "<unk>", "bos_token", "<s>", "eos_token", "</s>"),
                    "GemmaTokenizer",
                    Map.of(
                            "unk_token",
                            "<unk>",
                            "bos_token",
                            "<bos>",
                            "eos_token",
                            "<eos>",
                            "pad_token",
                            "<pad>",
                            "mask_token",
                            "<mask>"),
                    "GPT2Tokenizer",
                    Map.of(
                            "unk_token",
                            END_OF_TEXT,
                            "bos_token",
                            END_OF_TEXT,
                            "eos_token",
                            END_OF_TEXT),
                    "GPTNeoXTokenizer",
                    Map.of(
                            "unk_token",
                            END_OF_TEXT,
                            "bos_token",
                            END_OF_TEXT,
                            "eos_token",
                            END_OF_TEXT,
                            "pad_token",
                            "<|padding|>"),
                    "Qwen2Tokenizer",
                    Map.of(
                            "unk_token",
                            END_OF_TEXT,
                            "eos_token",
                            END_OF_TEXT,
                            "pad_token",
                            END_OF_TEXT));

    /** The class that takes everything from {@code tokenizer.json}. */
    private static final String BACKEND = "TokenizersBackend";

    /**
     * The class that transformers has for a model. It is the one of a model that names none, and
     * where a model names another, transformers takes {@link #BACKEND}. Llama has no class, so that
     * the one it names counts.
     */
    private static final Map<String, String> OF_MODEL =
            Map.of(
                    "qwen2",
                    "Qwen2Tokenizer",
                    "qwen3",
                    "Qwen2Tokenizer",
                    "gemma",
                    "GemmaTokenizer",
                    "gemma3_text",
                    "GemmaTokenizer",
                    "mistral",
                    BACKEND,
                    "granite",
                    BACKEND,
                    "olmo2",
                    BACKEND,
                    "phi3",
                    BACKEND);

    private TokenizerDefaults() {}

    /** As {@code AutoTokenizer} chooses: by {@code tokenizer_class} and by the model. */
    static Map<String, String> of(JsonSettings tokenizer, JsonSettings config) {
        String key = "tokenizer_class";
        Optional<String> ofModel = config.text("model_type").map(OF_MODEL::get);
        Optional<String> named = tokenizer.text(key).map(TokenizerDefaults::plain);
        if (named.isPresent() && ofModel.isPresent() && !named.equals(ofModel)) {
            return Map.of();
        }
        String name =
                named.or(() -> config.text(key).map(TokenizerDefaults::plain))
                        .or(() -> ofModel)
                        .orElse(BACKEND);
        return OF_CLASS.getOrDefault(name, Map.of());
    }

    private static String plain(String name) {
        return name.replaceFirst("Fast$", "");
    }
}
