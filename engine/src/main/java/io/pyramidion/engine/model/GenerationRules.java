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
import java.util.List;
import java.util.OptionalInt;

/**
 * What {@code generation_config.json} says of which tokens are drawn and where a text ends, by
 * transformers' names. A request that says something of its own instead replaces it. Immutable.
 *
 * @param stopStrings texts that end a generation, none empty
 * @param minNewTokens tokens before which no end token is drawn
 * @param suppressTokens ids of tokens that are never drawn
 * @param badWordsIds token sequences, none empty, of which the last is not drawn behind the others
 */
public record GenerationRules(
        List<String> stopStrings,
        OptionalInt minNewTokens,
        List<Integer> suppressTokens,
        List<List<Integer>> badWordsIds) {

    /** Says nothing. */
    public static final GenerationRules NONE =
            new GenerationRules(List.of(), OptionalInt.empty(), List.of(), List.of());

    /** As many of each kind as a request may have. */
    private static final int MAX_ENTRIES = 1024;

    private static final String STOP = "stop_strings";
    private static final String MIN = "min_new_tokens";
    private static final String SUPPRESSED = "suppress_tokens";
    private static final String BAD_WORDS = "bad_words_ids";

    public GenerationRules {
        stopStrings = List.copyOf(stopStrings);
        suppressTokens = List.copyOf(suppressTokens);
        badWordsIds = badWordsIds.stream().map(List::copyOf).toList();
    }

    /**
     * Reads them.
     *
     * @param endTokens which transformers does not let be a bad word
     */
    static GenerationRules read(JsonSettings json, int vocabSize, List<Integer> endTokens) {
        return new GenerationRules(
                stopStrings(json),
                json.whole(MIN, 0),
                bounded(json, SUPPRESSED, json.tokenIds(SUPPRESSED, vocabSize)),
                bounded(json, BAD_WORDS, badWords(json, vocabSize, endTokens)));
    }

    private static <T> List<T> bounded(JsonSettings json, String key, List<T> entries) {
        if (entries.size() > MAX_ENTRIES) {
            throw new ModelException(
                    "%s: %s has %d entries; allowed: at most %d"
                            .formatted(json.file(), key, entries.size(), MAX_ENTRIES));
        }
        return entries;
    }

    private static List<String> stopStrings(JsonSettings json) {
        List<String> texts = new ArrayList<>();
        if (json.has(STOP)) {
            JsonNode value = json.node().get(STOP);
            for (JsonNode text : value.isArray() ? value : List.of(value)) {
                if (!text.isTextual() || text.textValue().isEmpty()) {
                    throw json.fault(STOP, "texts of at least one character");
                }
                texts.add(text.textValue());
            }
        }
        return texts;
    }

    private static List<List<Integer>> badWords(
            JsonSettings json, int vocabSize, List<Integer> endTokens) {
        List<List<Integer>> words = new ArrayList<>();
        if (json.has(BAD_WORDS)) {
            JsonNode value = json.node().get(BAD_WORDS);
            if (!value.isArray()) {
                throw json.fault(BAD_WORDS, "lists of token ids, none empty");
            }
            for (JsonNode word : value) {
                List<Integer> ids = new ArrayList<>();
                for (JsonNode id : word) {
                    if (!id.isInt() || id.intValue() < 0 || id.intValue() >= vocabSize) {
                        throw json.fault(BAD_WORDS, "ids from 0 to below vocab_size " + vocabSize);
                    }
                    ids.add(id.intValue());
                }
                if (!word.isArray() || ids.isEmpty()) {
                    throw json.fault(BAD_WORDS, "lists of token ids, none empty");
                }
                if (ids.size() > 1 || !endTokens.contains(ids.get(0))) {
                    words.add(ids);
                }
            }
        }
        return words;
    }
}
