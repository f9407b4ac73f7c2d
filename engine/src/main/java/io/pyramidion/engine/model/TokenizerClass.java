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

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The classes of transformers that build a tokenizer anew of vocabulary and merges, and the one
 * that takes {@code tokenizer.json} as it is. Each has names for special tokens that hold where no
 * file says otherwise.
 */
public enum TokenizerClass {
    /** Takes everything from {@code tokenizer.json}. */
    BACKEND("TokenizersBackend", Map.of()),
    LLAMA("LlamaTokenizer", Map.of("unk_token", "<unk>", "bos_token", "<s>", "eos_token", "</s>")),
    CODE_LLAMA(
            "CodeLlamaTokenizer",
            Map.of(
                    "unk_token",
                    "<unk>",
                    "bos_token",
                    "<s>",
                    "eos_token",
                    "</s>",
                    "prefix_token",
                    "\u2581<PRE>",
                    "middle_token",
                    "\u2581<MID>",
                    "suffix_token",
                    "\u2581<SUF>",
                    "eot_token",
                    "\u2581<EOT>",
                    "fill_token",
                    "<FILL_ME>")),
    GEMMA(
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
                    "<mask>")),
    GPT2(
            "GPT2Tokenizer",
            Map.of(
                    "unk_token",
                    "<|endoftext|>",
                    "bos_token",
                    "<|endoftext|>",
                    "eos_token",
                    "<|endoftext|>")),
    GPT_NEOX(
            "GPTNeoXTokenizer",
            Map.of(
                    "unk_token",
                    "<|endoftext|>",
                    "bos_token",
                    "<|endoftext|>",
                    "eos_token",
                    "<|endoftext|>",
                    "pad_token",
                    "<|padding|>")),
    QWEN2(
            "Qwen2Tokenizer",
            Map.of(
                    "unk_token",
                    "<|endoftext|>",
                    "eos_token",
                    "<|endoftext|>",
                    "pad_token",
                    "<|endoftext|>"));

    private static final String KEY = "tokenizer_class";

    /**
     * The class that transformers has for a model. Llama and SmolLM3 have none, so that the one
     * they name counts.
     */
    private static final Map<String, TokenizerClass> OF_MODEL =
            Map.of(
                    "qwen2", QWEN2,
                    "qwen3", QWEN2,
                    "gemma", GEMMA,
                    "gemma3_text", GEMMA,
                    "mistral", BACKEND,
                    "granite", BACKEND,
                    "olmo2", BACKEND,
                    "phi3", BACKEND);

    /** The model whose own class counts whatever it names, since so many name a wrong one. */
    private static final String NAMES_WRONG_ONES = "qwen2";

    private final String title;
    private final Map<String, String> specialTokens;

    TokenizerClass(String title, Map<String, String> specialTokens) {
        this.title = title;
        this.specialTokens = specialTokens;
    }

    /** Its name in transformers. */
    public String title() {
        return title;
    }

    /** The special tokens that it has where no file names any. */
    Map<String, String> specialTokens() {
        return specialTokens;
    }

    /** The class that a model names, without the ending that transformers leaves out. */
    static Optional<String> named(JsonSettings tokenizer, JsonSettings config) {
        return tokenizer
                .text(KEY)
                .or(() -> config.text(KEY))
                .map(name -> name.replaceFirst("Fast$", ""));
    }

    /** As {@code AutoTokenizer} chooses: by {@code tokenizer_class} and by the model. */
    static TokenizerClass of(JsonSettings tokenizer, JsonSettings config) {
        Optional<TokenizerClass> ofModel = config.text("model_type").map(OF_MODEL::get);
        Optional<String> named = named(tokenizer, config);
        boolean differ =
                ofModel.isPresent()
                        && named.isPresent()
                        && !named.get().equals(ofModel.get().title)
                        && !hasCode(tokenizer);
        if (differ
                && (ofModel.get() == BACKEND
                        || config.text("model_type").get().equals(NAMES_WRONG_ONES))) {
            return ofModel.get();
        }
        return named.map(name -> find(name).orElse(BACKEND))
                .orElseGet(() -> ofModel.orElse(BACKEND));
    }

    static Optional<TokenizerClass> find(String name) {
        return Arrays.stream(values()).filter(one -> one.title.equals(name)).findFirst();
    }

    /** Whether a model brings a tokenizer as a program, which is never run here. */
    static boolean hasCode(JsonSettings tokenizer) {
        return tokenizer.has("auto_map")
                && (tokenizer.node().get("auto_map").isArray()
                        || tokenizer.node().get("auto_map").hasNonNull("AutoTokenizer"));
    }
}
