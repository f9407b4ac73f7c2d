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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The special tokens that {@code tokenizer_config.json} and {@code special_tokens_map.json} name or
 * list, with the precedence of transformers 5.
 */
final class SpecialTokens {

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

    private static final String EXTRA = "extra_special_tokens";
    private static final String ADDITIONAL = "additional_special_tokens";

    private final JsonSettings tokenizer;
    private final JsonSettings map;
    private final Map<String, AddedToken> named = new LinkedHashMap<>();
    private final List<AddedToken> extra = new ArrayList<>();

    /** Names of the model's own that win over others of the same name. */
    private final Map<String, AddedToken> explicit = new LinkedHashMap<>();

    /**
     * Reads them.
     *
     * @param map of {@code special_tokens_map.json}, without keys if that does not count
     * @param defaults texts of the class's tokens by their names
     */
    SpecialTokens(JsonSettings tokenizer, JsonSettings map, Map<String, String> defaults) {
        this.tokenizer = tokenizer;
        this.map = map;
        readNamed(defaults);
        readNamesOfItsOwn();
        readExtra();
        named.putAll(explicit);
    }

    /** Texts by name. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        named.forEach((name, token) -> texts.put(name, token.content()));
        return texts;
    }

    /** In the order in which transformers adds those that have names. */
    Collection<AddedToken> named() {
        return named.values();
    }

    /** Those of a list. */
    List<AddedToken> extra() {
        return extra;
    }

    /** Set to null, a name stands for no token; absent, for the class's default. */
    private void readNamed(Map<String, String> defaults) {
        for (String name : NAMES) {
            JsonSettings holder = map.node().has(name) ? map : tokenizer;
            if (holder.has(name)) {
                named.put(name, token(holder, name));
            } else if (!holder.node().has(name) && defaults.containsKey(name)) {
                named.put(name, AddedToken.special(defaults.get(name), AddedToken.Source.NAME));
            }
        }
        for (String name : OF_CODE) {
            if (defaults.containsKey(name) && !tokenizer.node().has(name)) {
                named.put(name, AddedToken.special(defaults.get(name), AddedToken.Source.NAME));
            }
        }
    }

    /**
     * Names of the model's own; others that end so are switches. As in transformers, a text of the
     * first file wins over the second file, and that wins over an object of the first.
     */
    private void readNamesOfItsOwn() {
        for (JsonSettings holder : List.of(tokenizer, map)) {
            for (String name : holder.names()) {
                JsonNode value = holder.node().get(name);
                boolean text = holder == tokenizer && value.isTextual();
                boolean token =
                        value.isTextual()
                                || value.isObject() && (holder == map || value.has("__type"));
                if (token && name.endsWith("_token") && !NAMES.contains(name)) {
                    (text ? explicit : named).put(name, token(holder, name));
                }
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
        return AddedToken.special(value.textValue(), AddedToken.Source.NAME);
    }

    /**
     * The old name counts where the new one is empty, and that of the map where neither file has
     * the new one; lists of the new name join. As in transformers.
     */
    private void readExtra() {
        Optional<Given> old = given(tokenizer, ADDITIONAL);
        Optional<Given> own = given(tokenizer, EXTRA);
        boolean oldCounts = own.map(Given::isEmpty).orElse(true) && old.isPresent();
        Optional<Given> leftover = oldCounts ? Optional.empty() : old;
        List<Given> lists = new ArrayList<>();
        (oldCounts ? old : own).filter(one -> !isNames(one)).ifPresent(lists::add);
        Optional<Given> ofMap = given(map, EXTRA);
        if (ofMap.isPresent() && !ofMap.get().value().isArray()) {
            lists.clear();
        }
        ofMap.filter(one -> !isNames(one)).ifPresent(lists::add);
        if (lists.isEmpty()) {
            given(map, ADDITIONAL)
                    .or(() -> leftover)
                    .filter(one -> !isNames(one))
                    .ifPresent(lists::add);
        }
        lists.forEach(this::readList);
    }

    private static Optional<Given> given(JsonSettings holder, String key) {
        return holder.node().has(key) ? Optional.of(new Given(holder, key)) : Optional.empty();
    }

    /** Reads tokens that stand by their names in an object; returns whether they did. */
    private boolean isNames(Given one) {
        if (one.value().isObject()) {
            JsonSettings own = one.holder().object(one.key());
            own.names().forEach(name -> explicit.put(name, token(own, name)));
        }
        return one.value().isObject();
    }

    private void readList(Given one) {
        JsonNode value = one.value();
        if (!value.isArray() && !value.isNull()) {
            throw one.holder().fault(one.key(), "a list or an object");
        }
        for (int i = 0; i < value.size(); i++) {
            extra.add(extra(one, value.get(i), i));
        }
    }

    private AddedToken extra(Given one, JsonNode value, int place) {
        JsonSettings holder = one.holder();
        if (value.isTextual()) {
            return AddedToken.special(value.textValue(), AddedToken.Source.EXTRA);
        }
        if (!value.isObject()) {
            throw holder.fault(one.key(), "texts, or objects with content");
        }
        JsonSettings token = holder.within(one.key() + "[" + place + "].", value);
        return AddedToken.read(
                token, -1, holder == map || isSpecial(token), AddedToken.Source.EXTRA);
    }

    /** What has a name is special whatever it says, and so not normalized if it says nothing. */
    boolean isSpecial(JsonSettings token) {
        String content = token.text("content").orElse("");
        return token.flag("special", false)
                || Stream.of(named, explicit)
                        .flatMap(tokens -> tokens.values().stream())
                        .anyMatch(other -> other.content().equals(content));
    }

    /** What transformers takes for special here: not yet what the settings say in objects. */
    Set<String> plainlySpecial() {
        Set<String> texts = new HashSet<>();
        for (String name : NAMES) {
            JsonSettings holder = map.node().has(name) ? map : tokenizer;
            if (holder == map || holder.node().path(name).isTextual()) {
                Optional.ofNullable(named.get(name)).ifPresent(t -> texts.add(t.content()));
            }
        }
        extra.stream().filter(AddedToken::special).forEach(t -> texts.add(t.content()));
        return texts;
    }

    /** A setting that a file has, if only as null. */
    private record Given(JsonSettings holder, String key) {

        JsonNode value() {
            return holder.node().get(key);
        }

        boolean isEmpty() {
            return value().isNull() || value().isContainerNode() && value().isEmpty();
        }
    }
}
