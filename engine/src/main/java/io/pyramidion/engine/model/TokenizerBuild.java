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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;

/**
 * How a tokenizer is made, as far as {@code tokenizer_config.json} decides it.
 *
 * @param type the class of transformers that makes it
 * @param legacy Llama's: whether each piece between special tokens begins a word, rather than the
 *     first one only
 * @param prefixSpace whether a text begins as if a space came before it
 * @param unknown the text of the token for what the vocabulary lacks, if there is one
 * @param declaresTokens whether the file declares all added tokens, so that a class which builds
 *     anew takes none from {@code tokenizer.json}
 * @param cleansUp whether blanks before punctuation are taken out of texts, unless the vocabulary
 *     is one of byte pairs
 */
public record TokenizerBuild(
        TokenizerClass type,
        boolean legacy,
        boolean prefixSpace,
        Optional<String> unknown,
        boolean declaresTokens,
        boolean cleansUp) {

    /** What is made of {@code tokenizer.json} alone. */
    public static final TokenizerBuild AS_IT_IS =
            new TokenizerBuild(
                    TokenizerClass.BACKEND, false, false, Optional.empty(), false, false);

    private static final Logger LOG = LoggerFactory.getLogger(TokenizerBuild.class);

    /** Names under which transformers takes {@code tokenizer.json} as it is. */
    private static final Set<String> PLAIN =
            Set.of(
                    TokenizerClass.BACKEND.title(),
                    "PreTrainedTokenizer",
                    "PythonBackend",
                    "BloomTokenizer");

    private static final String CLEAN_UP = "clean_up_tokenization_spaces";
    private static final String EVEN_IN_BPE =
            CLEAN_UP + "_for_bpe_even_though_it_will_corrupt_output";
    private static final String NEW_SPLITTING = "fix_mistral_regex";

    /**
     * Reads it.
     *
     * @param declaresTokens whether the settings have an {@code added_tokens_decoder}
     * @throws ModelException if the settings ask for what changes prompts or texts and is not
     *     supported
     */
    static TokenizerBuild read(
            JsonSettings tokenizer,
            JsonSettings config,
            Optional<String> unknown,
            boolean declaresTokens) {
        refuse(tokenizer, config);
        TokenizerClass type = TokenizerClass.of(tokenizer, config);
        Optional<String> named = TokenizerClass.named(tokenizer, config);
        if (type == TokenizerClass.BACKEND
                && named.filter(name -> TokenizerClass.find(name).isEmpty())
                        .filter(name -> !PLAIN.contains(name))
                        .isPresent()) {
            LOG.warn(
                    "{}: tokenizer_class is {}, which is not known here; tokenizer.json is taken as it is",
                    tokenizer.file(),
                    named.get());
        }
        if (TokenizerClass.hasCode(tokenizer)) {
            LOG.warn(
                    "{}: auto_map names a program for the tokenizer, which is not run; tokenizer.json is taken",
                    tokenizer.file());
        }
        boolean llama = type == TokenizerClass.LLAMA || type == TokenizerClass.CODE_LLAMA;
        return new TokenizerBuild(
                type,
                type == TokenizerClass.LLAMA && tokenizer.flag("legacy", false),
                tokenizer.flag("add_prefix_space", llama),
                unknown,
                declaresTokens,
                tokenizer.flag(CLEAN_UP, false));
    }

    private static void refuse(JsonSettings tokenizer, JsonSettings config) {
        if (tokenizer.flag("split_special_tokens", false)) {
            throw tokenizer.fault("split_special_tokens", "false");
        }
        if (tokenizer.flag(CLEAN_UP, false) && tokenizer.flag(EVEN_IN_BPE, false)) {
            throw tokenizer.fault(EVEN_IN_BPE, "false");
        }
        boolean old =
                config.text("transformers_version")
                        .filter(version -> version.matches("\\d+\\..*"))
                        .map(version -> Integer.parseInt(version.replaceFirst("\\..*", "")) < 5)
                        .orElse(true);
        if (tokenizer.flag(NEW_SPLITTING, false) && old) {
            throw tokenizer.fault(NEW_SPLITTING, "false");
        }
    }
}
