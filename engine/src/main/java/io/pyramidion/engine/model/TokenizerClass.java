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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
            Map.ofEntries(
                    Map.entry("unk_token", "<unk>"),
                    Map.entry("bos_token", "<s>"),
                    Map.entry("eos_token", "</s>"),
                    Map.entry("prefix_token", "\u2581<PRE>"),
                    Map.entry("middle_token", "\u2581<MID>"),
                    Map.entry("suffix_token", "\u2581<SUF>"),
                    Map.entry("eot_token", "\u2581<EOT>"),
                    Map.entry("fill_token", "<FILL_ME>"))),
    GEMMA(
            "GemmaTokenizer",
            Map.ofEntries(
                    Map.entry("unk_token", "<unk>"),
                    Map.entry("bos_token", "<bos>"),
                    Map.entry("eos_token", "<eos>"),
                    Map.entry("pad_token", "<pad>"),
                    Map.entry("mask_token", "<mask>"))),
    GPT2("GPT2Tokenizer", allAre("<|endoftext|>", "unk_token", "bos_token", "eos_token")),
    GPT_NEOX(
            "GPTNeoXTokenizer",
            Map.ofEntries(
                    Map.entry("unk_token", "<|endoftext|>"),
                    Map.entry("bos_token", "<|endoftext|>"),
                    Map.entry("eos_token", "<|endoftext|>"),
                    Map.entry("pad_token", "<|padding|>"))),
    QWEN2("Qwen2Tokenizer", allAre("<|endoftext|>", "unk_token", "eos_token", "pad_token"));

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

    /** Parts of the names of models that name a class which transformers does not heed. */
    private static final List<String> NOT_HEEDED =
            List.of("deepseek-r1-distill-llama-", "deepseek-coder-");

    private final String title;
    private final Map<String, String> specialTokens;

    TokenizerClass(String title, Map<String, String> specialTokens) {
        this.title = title;
        this.specialTokens = specialTokens;
    }

    private static Map<String, String> allAre(String token, String... names) {
        return Arrays.stream(names).collect(Collectors.toUnmodifiableMap(n -> n, n -> token));
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

    /**
     * As {@code AutoTokenizer} chooses: by {@code tokenizer_class}, by the model, and for some by
     * the directory's name.
     */
    static TokenizerClass of(JsonSettings tokenizer, JsonSettings config) {
        String path = tokenizer.file().toString().toLowerCase(Locale.ROOT);
        if (!hasCode(tokenizer) && NOT_HEEDED.stream().anyMatch(path::contains)) {
            return BACKEND;
        }
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
