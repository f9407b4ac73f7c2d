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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code
 * added_tokens.json} with the precedence of transformers 5: where the first has an {@code
 * added_tokens_decoder}, the other two are not read; where not, the second wins over the first.
 */
final class TokenizerSettingsReader {

    private static final String DECODER = "added_tokens_decoder";

    private final Path directory;
    private final JsonSettings tokenizer;
    private final JsonSettings map;
    private final List<AddedToken> added = new ArrayList<>();

    private TokenizerSettingsReader(Path directory, JsonSettings tokenizer) {
        this.directory = directory;
        this.tokenizer = tokenizer;
        boolean decoder = tokenizer.node().has(DECODER);
        this.map =
                decoder
                        ? JsonSettings.empty(directory)
                        : JsonSettings.readIfPresent(directory.resolve("special_tokens_map.json"));
    }

    /**
     * @param config the model's, which may name the tokenizer's class
     */
    static TokenizerSettings read(Path directory, JsonSettings config) {
        JsonSettings tokenizer =
                JsonSettings.readIfPresent(directory.resolve("tokenizer_config.json"));
        return new TokenizerSettingsReader(directory, tokenizer).read(config);
    }

    private TokenizerSettings read(JsonSettings config) {
        boolean decoder = tokenizer.node().has(DECODER);
        SpecialTokens special =
                new SpecialTokens(
                        tokenizer, map, TokenizerClass.of(tokenizer, config).specialTokens());
        if (decoder) {
            readDecoder(special);
        } else {
            readLegacy(special.plainlySpecial());
        }
        Map<String, String> texts = special.texts();
        List<AddedToken> all = new ArrayList<>(added);
        all.addAll(special.named());
        all.addAll(special.extra());
        Optional<String> unknown = Optional.ofNullable(texts.get("unk_token"));
        return new TokenizerSettings(
                texts,
                all,
                ChatTemplates.read(directory, tokenizer),
                TokenizerBuild.read(tokenizer, config, unknown, decoder));
    }

    private void readDecoder(SpecialTokens tokens) {
        JsonSettings decoder = tokenizer.object(DECODER);
        for (String key : decoder.names()) {
            Optional<Integer> id = id(key);
            if (id.isEmpty()) {
                throw decoder.fault(key, "tokens by their ids, whole numbers from 0");
            }
            JsonSettings token = decoder.object(key);
            added.add(
                    AddedToken.read(
                            token,
                            id.get(),
                            tokens.isSpecial(token),
                            AddedToken.Source.TOKENIZER_CONFIG));
        }
        added.sort(Comparator.comparingInt(AddedToken::id));
    }

    private static Optional<Integer> id(String key) {
        return key.matches("\\d{1,8}") ? Optional.of(Integer.valueOf(key)) : Optional.empty();
    }

    private void readLegacy(Set<String> specials) {
        JsonSettings ids = JsonSettings.readIfPresent(directory.resolve("added_tokens.json"));
        for (String content : ids.names()) {
            JsonNode id = ids.node().get(content);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw ids.fault(content, "a whole number of at least 0");
            }
            boolean special = specials.contains(content);
            added.add(
                    new AddedToken(
                            content,
                            id.intValue(),
                            false,
                            false,
                            false,
                            !special,
                            special,
                            AddedToken.Source.ADDED_TOKENS));
        }
        added.sort(Comparator.comparingInt(AddedToken::id));
    }
}
