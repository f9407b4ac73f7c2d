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
import java.util.TreeMap;

/**
 * The added tokens of a {@code tokenizer.json} together with those that the files beside it
 * declare, merged as transformers 5 does when it loads a tokenizer: a token that the vocabulary has
 * keeps its id, a new one comes behind all others.
 */
final class AddedTokens {

    private final Path file;
    private final Map<String, Integer> vocabulary;
    private final int lastOfVocabulary;
    private final TreeMap<Integer, ObjectNode> byId = new TreeMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private boolean changed;

    /**
     * @param file only for messages
     * @param vocabulary ids of the model's own tokens
     */
    private AddedTokens(Path file, Map<String, Integer> vocabulary) {
        this.file = file;
        this.vocabulary = vocabulary;
        this.lastOfVocabulary =
                vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /**
     * Merges into a definition.
     *
     * @param root of {@code tokenizer.json}; its {@code added_tokens} are replaced
     * @param vocabulary ids of the model's own tokens
     * @return whether that changed it
     * @throws ModelException if two files contradict each other about an id
     */
    static boolean merge(
            Path file, JsonNode root, Map<String, Integer> vocabulary, List<AddedToken> declared) {
        AddedTokens tokens = new AddedTokens(file, vocabulary);
        for (JsonNode token : root.path("added_tokens")) {
            tokens.put(token.path("id").asInt(), (ObjectNode) token);
        }
        declared.forEach(tokens::add);
        if (tokens.changed) {
            ArrayNode merged = ((ObjectNode) root).putArray("added_tokens");
            tokens.byId.values().forEach(merged::add);
        }
        return tokens.changed;
    }

    private void put(int id, ObjectNode token) {
        byId.put(id, token);
        ids.put(token.path("content").asText(), id);
    }

    private void add(AddedToken token) {
        boolean known =
                token.source() == AddedToken.Source.NAME && ids.containsKey(token.content());
        boolean taken =
                token.source() == AddedToken.Source.ADDED_TOKENS && byId.containsKey(token.id());
        if (known || taken) {
            return;
        }
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
