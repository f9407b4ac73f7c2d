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
package io.pyramidion.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.AddedToken;
import io.pyramidion.engine.model.ModelException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static io.pyramidion.engine.model.AddedToken.Source.ADDED_TOKENS;
import static io.pyramidion.engine.model.AddedToken.Source.NAME;

/**
 * The added tokens of a {@code tokenizer.json} together with those that the files beside it
 * declare, added in the order and with the flags of transformers 5 when it loads a tokenizer: a
 * token that the vocabulary has keeps its id, a new one comes behind all others, and the last flags
 * hold, save that a token which was special once is left out of texts.
 */
final class AddedTokens {

    private final Path file;
    private final JsonNode root;
    private final Map<String, Integer> vocabulary;
    private final int lastOfVocabulary;
    private final List<AddedToken> declared;
    private final Set<String> named;
    private final TreeMap<Integer, ObjectNode> byId = new TreeMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private boolean changed;

    /**
     * @param file only for messages
     * @param root of {@code tokenizer.json}; its {@code added_tokens} are replaced
     * @param vocabulary ids of the model's own tokens
     * @param declared tokens of the files beside it
     */
    AddedTokens(
            Path file, JsonNode root, Map<String, Integer> vocabulary, List<AddedToken> declared) {
        this.file = file;
        this.root = root;
        this.vocabulary = vocabulary;
        this.lastOfVocabulary =
                vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        this.declared = declared.stream().filter(token -> !token.content().isEmpty()).toList();
        this.named =
                this.declared.stream()
                        .filter(token -> token.source() == NAME)
                        .map(AddedToken::content)
                        .collect(Collectors.toSet());
        for (JsonNode token : root.path("added_tokens")) {
            put(token.path("id").asInt(), (ObjectNode) token);
        }
    }

    /**
     * Merges the tokens that the files beside it declare with their ids.
     *
     * @param all whether those files declare all of them, so that a name makes none of {@code
     *     tokenizer.json} special
     * @return whether that changed it
     * @throws ModelException if two files contradict each other about an id
     */
    boolean mergeDeclared(boolean all) {
        if (!all) {
            Set.copyOf(byId.keySet()).forEach(this::markIfNamed);
        }
        declared.stream()
                .filter(token -> token.id() >= 0)
                .filter(token -> token.source() != ADDED_TOKENS || !byId.containsKey(token.id()))
                .forEach(token -> add(asNamed(token)));
        return write();
    }

    /**
     * Merges the special tokens that have a name or stand in a list, if no file declares them.
     *
     * @param afresh whether the class adds all of them once more, without flags
     * @return whether that changed it
     */
    boolean mergeNamed(boolean afresh) {
        Set<String> known = Set.copyOf(ids.keySet());
        List<AddedToken> special = declared.stream().filter(token -> token.id() < 0).toList();
        special.stream()
                .filter(token -> !known.contains(token.content()))
                .map(token -> token.from(NAME))
                .distinct()
                .forEach(this::add);
        if (afresh) {
            special.forEach(token -> add(AddedToken.special(token.content(), NAME)));
        }
        return write();
    }

    private boolean write() {
        boolean result = changed;
        if (changed && root.isObject()) {
            ArrayNode merged = ((ObjectNode) root).putArray("added_tokens");
            byId.values().forEach(merged::add);
        }
        changed = false;
        return result;
    }

    private void put(int id, ObjectNode token) {
        byId.put(id, token);
        ids.put(token.path("content").asText(), id);
    }

    private void markIfNamed(int id) {
        ObjectNode token = byId.get(id);
        if (named.contains(token.path("content").asText()) && !token.path("special").asBoolean()) {
            put(id, token.deepCopy().put("special", true));
            changed = true;
        }
    }

    private AddedToken asNamed(AddedToken token) {
        return named.contains(token.content()) ? token.asSpecial() : token;
    }

    private void add(AddedToken token) {
        Integer there = ids.getOrDefault(token.content(), vocabulary.get(token.content()));
        int id = there == null ? next() : there;
        if (token.id() >= 0 && token.id() != id) {
            throw new ModelException(
                    file
                            + " gives the token "
                            + token.content()
                            + " the id "
                            + id
                            + ", but "
                            + token.source().file()
                            + " says "
                            + token.id()
                            + "; allowed: the same in both");
        }
        ObjectNode old = byId.get(id);
        ObjectNode merged = file(token, id, old);
        if (!merged.equals(old)) {
            put(id, merged);
            changed = true;
        }
    }

    private int next() {
        return Math.max(lastOfVocabulary, byId.isEmpty() ? -1 : byId.lastKey()) + 1;
    }

    /** A token as tokenizer.json writes it; once special, it stays so. */
    private static ObjectNode file(AddedToken token, int id, ObjectNode old) {
        ObjectNode merged = old == null ? JsonNodeFactory.instance.objectNode() : old.deepCopy();
        return merged.put("id", id)
                .put("content", token.content())
                .put("single_word", token.singleWord())
                .put("lstrip", token.lstrip())
                .put("rstrip", token.rstrip())
                .put("normalized", token.normalized())
                .put("special", token.special() || merged.path("special").asBoolean());
    }
}
