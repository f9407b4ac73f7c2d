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
import io.pyramidion.engine.model.AddedToken;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.TokenizerBuild;
import io.pyramidion.engine.model.TokenizerClass;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code tokenizer.json} and the files beside it say beyond what the native tokenizer tells:
 * the text of every token, which tokens are special, how tokens become bytes.
 *
 * @param tokens token texts by id, in the tokenizer's own alphabet
 * @param size one more than the highest id
 * @param knownSize the same without tokens that only a special token's name brought: no model was
 *     trained with them
 * @param special ids of the special tokens
 * @param byteLevel whether every character of a token stands for one byte
 * @param longestToken maximum number of characters of a text that one token can stand for; empty
 *     where that has no bound known from the file, because the text is normalized or trimmed before
 * @param fingerprint hash of vocabulary, merges and added tokens, without those either
 * @param appended ids of the added tokens that the vocabulary proper does not have
 * @param merged the definition with the tokens of the other files, as JSON; empty if they change
 *     nothing of what the file says
 */
record TokenizerDefinition(
        Map<Integer, String> tokens,
        int size,
        int knownSize,
        BitSet special,
        boolean byteLevel,
        OptionalInt longestToken,
        String fingerprint,
        Map<String, Integer> appended,
        String merged) {

    /** Far above any vocabulary: a damaged file must not make the reader allocate by its ids. */
    private static final int HIGHEST_ID = 10_000_000;

    private static final Set<String> KEEPING_SPLITTERS =
            Set.of("Sequence", "Split", "Digits", "ByteLevel");

    /**
     * Reads a tokenizer.
     *
     * @param declared tokens of the files beside it
     * @param build how it is made of the file
     */
    static TokenizerDefinition read(Path file, List<AddedToken> declared, TokenizerBuild build) {
        try {
            return of(
                    file,
                    JsonMapper.builder().build().readTree(Files.readAllBytes(file)),
                    declared,
                    build);
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static TokenizerDefinition of(
            Path file, JsonNode root, List<AddedToken> declared, TokenizerBuild build) {
        boolean rebuilt = new RebuiltTokenizer(file, build).rebuild(root, declared);
        Map<String, Integer> vocabulary = vocabulary(root.path("model").path("vocab"));
        checkIds(file, root.path("added_tokens"));
        AddedTokens merged = new AddedTokens(file, root, vocabulary, declared);
        boolean changed = merged.mergeDeclared(build.declaresTokens());
        TreeMap<Integer, String> known = tokens(root, vocabulary);
        boolean named = merged.mergeNamed(build.type() == TokenizerClass.QWEN2);
        TreeMap<Integer, String> tokens = named ? tokens(root, vocabulary) : known;
        BitSet special = new BitSet();
        Map<String, Integer> appended = new LinkedHashMap<>();
        for (JsonNode added : root.path("added_tokens")) {
            int id = added.path("id").intValue();
            String content = added.path("content").asText();
            special.set(id, added.path("special").asBoolean());
            if (!content.isEmpty() && !vocabulary.containsKey(content)) {
                appended.put(content, id);
            }
        }
        if (known.isEmpty() || known.firstKey() < 0) {
            throw new ModelException(file + ": model.vocab is missing, empty or has negative ids");
        }
        boolean byteLevel = root.path("decoder").path("type").asText().equals("ByteLevel");
        return new TokenizerDefinition(
                tokens,
                tokens.lastKey() + 1,
                known.lastKey() + 1,
                special,
                byteLevel,
                byteLevel && keepsText(root) ? longest(tokens) : OptionalInt.empty(),
                fingerprint(known, root.path("model").path("merges")),
                appended,
                rebuilt || changed || named ? root.toString() : "");
    }

    private static TreeMap<Integer, String> tokens(JsonNode root, Map<String, Integer> vocabulary) {
        TreeMap<Integer, String> tokens = new TreeMap<>();
        vocabulary.forEach((token, id) -> tokens.put(id, token));
        for (JsonNode added : root.path("added_tokens")) {
            tokens.put(added.path("id").intValue(), added.path("content").asText());
        }
        return tokens;
    }

    private static Map<String, Integer> vocabulary(JsonNode tokens) {
        Map<String, Integer> vocabulary = new HashMap<>();
        if (tokens.isObject()) {
            tokens.properties().forEach(e -> vocabulary.put(e.getKey(), e.getValue().asInt()));
        } else {
            // Unigram: a list of [token, score]; the place is the id.
            for (int id = 0; id < tokens.size(); id++) {
                vocabulary.put(tokens.get(id).path(0).asText(), id);
            }
        }
        return vocabulary;
    }

    private static void checkIds(Path file, JsonNode added) {
        for (JsonNode token : added) {
            int id = token.path("id").asInt(-1);
            if (id < 0 || id > HIGHEST_ID) {
                throw new ModelException(
                        file
                                + ": added_tokens has id "
                                + token.path("id")
                                + "; allowed: 0 to "
                                + HIGHEST_ID);
            }
        }
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
