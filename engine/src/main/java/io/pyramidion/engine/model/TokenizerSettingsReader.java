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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code
 * added_tokens.json} with the precedence of transformers 5: where the first has an {@code
 * added_tokens_decoder}, the other two are not read; where not, the second wins over the first.
 */
final class TokenizerSettingsReader {

    private static final List<String> NAMES =
            List.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");

    /** Further names that a class of transformers may have, in the order of its additions. */
    private static final List<String> OF_CODE =
            List.of("prefix_token", "middle_token", "suffix_token", "eot_token", "fill_token");

    private static final String DECODER = "added_tokens_decoder";
    private static final String EXTRA = "extra_special_tokens";
    private static final String ADDITIONAL = "additional_special_tokens";

    private final Path directory;
    private final JsonSettings tokenizer;
    private final JsonSettings map;
    private final Map<String, AddedToken> named = new LinkedHashMap<>();
    private final List<AddedToken> added = new ArrayList<>();
    private final List<AddedToken> extra = new ArrayList<>();

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
        readNamed(TokenizerClass.of(tokenizer, config).specialTokens());
        readExtra();
        if (decoder) {
            readDecoder();
        } else {
            readLegacy();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        named.forEach((name, token) -> texts.put(name, token.content()));
        List<AddedToken> all = new ArrayList<>();
        added.forEach(token -> all.add(isNamed(token) ? token.asSpecial() : token));
        all.addAll(named.values());
        all.addAll(extra);
        Optional<String> unknown = Optional.ofNullable(texts.get("unk_token"));
        return new TokenizerSettings(
                texts,
                all,
                ChatTemplates.read(directory, tokenizer),
                TokenizerBuild.read(tokenizer, config, unknown, decoder));
    }

    private boolean isNamed(AddedToken token) {
        return named.values().stream().anyMatch(n -> n.content().equals(token.content()));
    }

    /** Set to null, a name stands for no token; absent, for the class's default. */
    private void readNamed(Map<String, String> defaults) {
        for (String name : NAMES) {
            JsonSettings holder = map.node().has(name) ? map : tokenizer;
            if (holder.has(name)) {
                named.put(name, token(holder, name));
            } else if (!holder.node().has(name) && defaults.containsKey(name)) {
                named.put(name, AddedToken.special(defaults.get(name)));
            }
        }
        for (String name : OF_CODE) {
            if (defaults.containsKey(name) && !tokenizer.node().has(name)) {
                named.put(name, AddedToken.special(defaults.get(name)));
            }
        }
        for (String name : tokenizer.names()) {
            // Names of the model's own; others that end so are switches.
            if (name.endsWith("_token")
                    && !NAMES.contains(name)
                    && tokenizer.node().get(name).isTextual()) {
                named.put(name, token(tokenizer, name));
            }
        }
    }

    private static AddedToken token(JsonSettings holder, String name) {
        JsonNode value = holder.node().get(name);
        if (value.isObject()) {
            return AddedToken.read(holder.object(name), -1, true, AddedToken.Source.NAME);
        }
        if (!value.isTextual()) {
            throw holder.fault(name, "a text, or an object with content");
        }
        return AddedToken.special(value.textValue());
    }

    private void readExtra() {
        for (JsonSettings holder : List.of(tokenizer, map)) {
            // As in transformers, the old name counts where the new one is empty.
            String key = isEmpty(holder.node().path(EXTRA)) ? ADDITIONAL : EXTRA;
            JsonNode value = holder.node().path(key);
            if (value.isObject()) {
                JsonSettings own = holder.object(key);
                own.names().forEach(name -> named.put(name, token(own, name)));
            } else if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    extra.add(extra(holder, key, value.get(i), i));
                }
            } else if (holder.has(key)) {
                throw holder.fault(key, "a list or an object");
            }
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isContainerNode() && value.isEmpty();
    }

    private static AddedToken extra(JsonSettings holder, String key, JsonNode value, int place) {
        if (value.isTextual()) {
            return AddedToken.special(value.textValue());
        }
        if (!value.isObject()) {
            throw holder.fault(key, "texts, or objects with content");
        }
        return AddedToken.read(
                holder.within(key + "[" + place + "].", value), -1, true, AddedToken.Source.NAME);
    }

    private void readDecoder() {
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
                            token.flag("special", false),
                            AddedToken.Source.TOKENIZER_CONFIG));
        }
        added.sort(Comparator.comparingInt(AddedToken::id));
    }

    private static Optional<Integer> id(String key) {
        return key.matches("\\d{1,8}") ? Optional.of(Integer.valueOf(key)) : Optional.empty();
    }

    private void readLegacy() {
        JsonSettings ids = JsonSettings.readIfPresent(directory.resolve("added_tokens.json"));
        for (String content : ids.names()) {
            JsonNode id = ids.node().get(content);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw ids.fault(content, "a whole number of at least 0");
            }
            boolean special =
                    named.values().stream().anyMatch(n -> n.content().equals(content))
                            || extra.stream().anyMatch(e -> e.content().equals(content));
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
