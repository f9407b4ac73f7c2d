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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.AddedToken;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.TokenizerBuild;
import io.pyramidion.engine.model.TokenizerClass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Does to {@code tokenizer.json} what a class of transformers 5 does that builds its tokenizer
 * anew: it keeps vocabulary, merges and post-processor, and has normalizer, splitting and decoder
 * of its own. A file of another kind than the class builds is left as it is, with a warning: what
 * transformers makes of it cannot be used.
 */
final class RebuiltTokenizer {

    private static final Logger LOG = LoggerFactory.getLogger(RebuiltTokenizer.class);
    private static final JsonMapper JSON = new JsonMapper();

    private static final String BYTE_LEVEL =
            """
            {"type": "ByteLevel", "add_prefix_space": %s, "trim_offsets": true, "use_regex": %s}""";

    private static final String METASPACE =
            """
            {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "%s", "split": false}""";

    /** Back from SentencePiece's signs to text. */
    private static final String PIECES =
            """
            {"type": "Sequence", "decoders": [
              {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
              {"type": "ByteFallback"}, {"type": "Fuse"}%s]}""";

    private static final String WITHOUT_FIRST_SPACE =
            """
            , {"type": "Strip", "content": " ", "start": 1, "stop": 0}""";

    private static final String NFC =
            """
            {"type": "NFC"}""";

    /** How Qwen splits a text into words. */
    private static final String QWEN_WORDS =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String NOTHING = "null";

    private final Path file;
    private final TokenizerBuild build;

    /**
     * @param file only for messages
     */
    RebuiltTokenizer(Path file, TokenizerBuild build) {
        this.file = file;
        this.build = build;
    }

    /**
     * Changes a definition.
     *
     * @param declared tokens of the files beside it
     * @return whether it did
     * @throws ModelException if texts would be changed behind it, which is not supported
     */
    boolean rebuild(JsonNode root, List<AddedToken> declared) {
        JsonNode model = root.path("model");
        if (build.cleansUp() && !model.path("type").asText("BPE").equals("BPE")) {
            throw new ModelException(
                    file.resolveSibling("tokenizer_config.json")
                            + ": clean_up_tokenization_spaces is true; allowed: false with model.type "
                            + model.get("type"));
        }
        if (build.type() == TokenizerClass.BACKEND) {
            return false;
        }
        requireKind(root, model.path("merges").isArray() && model.path("vocab").isObject());
        return switch (build.type()) {
            case BACKEND -> throw new IllegalStateException("is taken as it is");
            case LLAMA ->
                    replace(
                            root,
                            declared,
                            pieces(NOTHING),
                            NOTHING,
                            metaspace(build.legacy() ? "always" : "first"),
                            PIECES.formatted(build.prefixSpace() ? WITHOUT_FIRST_SPACE : ""));
            case CODE_LLAMA ->
                    replace(
                            root,
                            declared,
                            pieces(unknown()),
                            NOTHING,
                            metaspace("first"),
                            PIECES.formatted(WITHOUT_FIRST_SPACE));
            case GEMMA ->
                    replace(
                            root,
                            declared,
                            pieces(unknown()),
                            """
                            {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}""",
                            """
                            {"type": "Split", "pattern": {"String": " "},
                              "behavior": "MergedWithPrevious", "invert": false}""",
                            PIECES.formatted(""));
            case GPT2 -> replaceBytes(root, declared, NOTHING, gptWords());
            case GPT_NEOX -> replaceBytes(root, declared, NFC, gptWords());
            case QWEN2 -> replaceBytes(root, declared, NFC, qwenWords());
        };
    }

    private boolean replaceBytes(
            JsonNode root, List<AddedToken> declared, String normalizer, String splitting) {
        return replace(
                root,
                declared,
                model(NOTHING, "\"\"", false),
                normalizer,
                splitting,
                BYTE_LEVEL.formatted(true, true));
    }

    private String metaspace(String scheme) {
        return METASPACE.formatted(build.prefixSpace() ? scheme : "never");
    }

    private String unknown() {
        return build.unknown()
                .map(text -> JSON.getNodeFactory().textNode(text).toString())
                .orElse(NOTHING);
    }

    private static String pieces(String unknown) {
        return model(unknown, NOTHING, true);
    }

    private static String model(String unknown, String around, boolean fallback) {
        return """
                {"type": "BPE", "dropout": null, "unk_token": %s, "continuing_subword_prefix": %s,
                  "end_of_word_suffix": %s, "fuse_unk": %s, "byte_fallback": %s,
                  "ignore_merges": false}"""
                .formatted(unknown, around, around, fallback, fallback);
    }

    private String gptWords() {
        return BYTE_LEVEL.formatted(build.prefixSpace(), true);
    }

    private String qwenWords() {
        return """
                {"type": "Sequence", "pretokenizers": [
                  {"type": "Split", "pattern": {"Regex": %s}, "behavior": "Isolated", "invert": false},
                  %s]}"""
                .formatted(
                        JSON.getNodeFactory().textNode(QWEN_WORDS),
                        BYTE_LEVEL.formatted(build.prefixSpace(), false));
    }

    private static boolean isByteLevel(JsonNode root) {
        JsonNode decoder = root.path("decoder");
        return "ByteLevel".equals(decoder.path("type").asText())
                || decoder.findValuesAsText("type").contains("ByteLevel");
    }

    /** What transformers makes of a vocabulary of another kind has no blanks, or no text at all. */
    private void requireKind(JsonNode root, boolean pairs) {
        boolean bytes =
                switch (build.type()) {
                    case GPT2, GPT_NEOX, QWEN2 -> true;
                    default -> false;
                };
        if (!pairs || bytes != isByteLevel(root)) {
            throw new ModelException(
                    file
                            + " is not what "
                            + build.type().title()
                            + " can be built of, the class by tokenizer_class or model_type; allowed: byte pairs "
                            + (bytes ? "of bytes" : "of characters")
                            + ", or in tokenizer_config.json tokenizer_class \"TokenizersBackend\", which takes the file as it is, unless model_type is \"qwen2\"");
        }
    }

    private boolean replace(
            JsonNode root,
            List<AddedToken> declared,
            String model,
            String normalizer,
            String splitting,
            String decoder) {
        ObjectNode definition = (ObjectNode) root;
        List<String> replaced = new ArrayList<>();
        replace(definition, "normalizer", normalizer, replaced);
        replace(definition, "pre_tokenizer", splitting, replaced);
        replace(definition, "decoder", decoder, replaced);
        ObjectNode parameters = (ObjectNode) root.get("model");
        for (Map.Entry<String, JsonNode> one : read(model).properties()) {
            replace(parameters, one.getKey(), one.getValue().toString(), replaced);
        }
        dropUndeclared(definition, declared, replaced);
        if (!replaced.isEmpty()) {
            LOG.info(
                    "{} builds {} of {} anew, as in transformers 5",
                    build.type().title(),
                    String.join(", ", replaced),
                    file);
        }
        return !replaced.isEmpty();
    }

    private static void replace(ObjectNode node, String key, String json, List<String> replaced) {
        JsonNode value = read(json);
        if (!value.equals(node.path(key)) && !(value.isNull() && !node.hasNonNull(key))) {
            node.set(key, value);
            replaced.add(key);
        }
    }

    /** Tokens that only {@code tokenizer.json} adds are not there in what is built anew. */
    private void dropUndeclared(ObjectNode root, List<AddedToken> declared, List<String> replaced) {
        if (!build.declaresTokens()) {
            return;
        }
        Set<String> known =
                declared.stream()
                        .filter(token -> token.id() >= 0)
                        .map(AddedToken::content)
                        .collect(Collectors.toSet());
        ArrayNode kept = JSON.createArrayNode();
        List<String> dropped = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asText();
            if (known.contains(content)) {
                // Declared as special or not, whatever this file says.
                kept.add(((ObjectNode) token).put("special", false));
            } else {
                dropped.add(content);
            }
        }
        if (!dropped.isEmpty()) {
            LOG.warn(
                    "{}: added_tokens has {}, which tokenizer_config.json does not declare; {} of transformers leaves them out, and so they are here",
                    file,
                    dropped,
                    build.type().title());
            root.set("added_tokens", kept);
            replaced.add("added_tokens");
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }
}
