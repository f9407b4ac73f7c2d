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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pyramidion.engine.model.ModelException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code tokenizer.json} says beyond what the native tokenizer tells: the text of every token,
 * which tokens are special, how tokens become bytes.
 *
 * @param tokens token texts by id, in the tokenizer's own alphabet
 * @param size one more than the highest id
 * @param special ids of the special tokens
 * @param byteLevel whether every character of a token stands for one byte
 * @param longestToken maximum number of characters of a text that one token can stand for; empty
 *     where that has no bound known from the file, because the text is normalized or trimmed before
 * @param fingerprint hash of vocabulary, merges and added tokens
 */
record TokenizerDefinition(
        Map<Integer, String> tokens,
        int size,
        BitSet special,
        boolean byteLevel,
        OptionalInt longestToken,
        String fingerprint) {

    /** Far above any vocabulary: a damaged file must not make the reader allocate by its ids. */
    private static final int HIGHEST_ID = 10_000_000;

    private static final Set<String> KEEPING_SPLITTERS =
            Set.of("Sequence", "Split", "Digits", "ByteLevel");

    static TokenizerDefinition read(Path file) {
        try {
            return of(file, JsonMapper.builder().build().readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static TokenizerDefinition of(Path file, JsonNode root) {
        TreeMap<Integer, String> tokens = new TreeMap<>();
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isObject()) {
            vocabulary.properties().forEach(e -> tokens.put(e.getValue().asInt(), e.getKey()));
        } else {
            // Unigram: a list of [token, score]; the place is the id.
            for (int id = 0; id < vocabulary.size(); id++) {
                tokens.put(id, vocabulary.get(id).path(0).asText());
            }
        }
        BitSet special = new BitSet();
        for (JsonNode added : root.path("added_tokens")) {
            int id = added.path("id").asInt(-1);
            if (id < 0 || id > HIGHEST_ID) {
                throw new ModelException(
                        file
                                + ": added_tokens has id "
                                + added.path("id")
                                + "; allowed: 0 to "
                                + HIGHEST_ID);
            }
            tokens.put(id, added.path("content").asText());
            special.set(id, added.path("special").asBoolean());
        }
        if (tokens.isEmpty() || tokens.firstKey() < 0) {
            throw new ModelException(file + ": model.vocab is missing, empty or has negative ids");
        }
        boolean byteLevel = root.path("decoder").path("type").asText().equals("ByteLevel");
        return new TokenizerDefinition(
                tokens,
                tokens.lastKey() + 1,
                special,
                byteLevel,
                byteLevel && keepsText(root) ? longest(tokens) : OptionalInt.empty(),
                fingerprint(tokens, root.path("model").path("merges")));
    }

    /** Whether every character of a text ends up in some token. */
    private static boolean keepsText(JsonNode root) {
        for (JsonNode added : root.path("added_tokens")) {
            if (added.path("lstrip").asBoolean() || added.path("rstrip").asBoolean()) {
                return false;
            }
        }
        JsonNode normalizer = root.path("normalizer");
        return (normalizer.isNull() || normalizer.isMissingNode())
                && keepsCharacters(root.path("pre_tokenizer"));
    }

    private static boolean keepsCharacters(JsonNode splitter) {
        for (JsonNode part : splitter.path("pretokenizers")) {
            if (!keepsCharacters(part)) {
                return false;
            }
        }
        return KEEPING_SPLITTERS.contains(splitter.path("type").asText())
                && !splitter.path("behavior").asText().equals("Removed");
    }

    /** In byte-level vocabularies a token has a character for each byte, so never too few. */
    private static OptionalInt longest(Map<Integer, String> tokens) {
        return tokens.values().stream().mapToInt(String::length).max();
    }

    private static String fingerprint(TreeMap<Integer, String> tokens, JsonNode merges) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        tokens.forEach((id, text) -> update(digest, id + " " + text));
        for (JsonNode merge : merges) {
            // Older files write a merge as "a b", newer ones as ["a", "b"].
            update(
                    digest,
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
