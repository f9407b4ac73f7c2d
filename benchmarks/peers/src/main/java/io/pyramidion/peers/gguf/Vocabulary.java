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
package io.pyramidion.peers.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.engine.model.DecoderConfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A byte-level BPE of {@code tokenizer.json}, as settings of a GGUF file. */
final class Vocabulary {

    private static final int NORMAL = 1;
    private static final int CONTROL = 3;

    /**
     * The name by which llama.cpp knows a text's first split: every digit alone, then GPT-2's
     * pattern, as the bundled family's {@code pre_tokenizer} has it.
     */
    private static final String SPLIT = "smollm";

    private final JsonNode definition;

    Vocabulary(Path tokenizer) throws IOException {
        this.definition = new ObjectMapper().readTree(tokenizer.toFile());
        String split = definition.at("/pre_tokenizer/pretokenizers/0/type").asText();
        if (!split.equals("Digits")
                || !definition
                        .at("/pre_tokenizer/pretokenizers/1/type")
                        .asText()
                        .equals("ByteLevel")) {
            throw new IOException(
                    tokenizer + " splits text in a way that has no name here: only single digits");
        }
    }

    void describe(GgufFile file, DecoderConfig config) {
        file.put("tokenizer.ggml.model", "gpt2");
        file.put("tokenizer.ggml.pre", SPLIT);
        String[] tokens = new String[config.vocabSize()];
        int[] types = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = "[unused" + i + "]";
        }
        Arrays.fill(types, NORMAL);
        definition
                .at("/model/vocab")
                .properties()
                .forEach(entry -> tokens[entry.getValue().asInt()] = entry.getKey());
        for (JsonNode added : definition.path("added_tokens")) {
            int id = added.path("id").asInt();
            tokens[id] = added.path("content").asText();
            types[id] = CONTROL;
        }
        file.put("tokenizer.ggml.tokens", List.of(tokens));
        file.put("tokenizer.ggml.token_type", types);
        file.put("tokenizer.ggml.merges", merges());
        file.put("tokenizer.ggml.eos_token_id", config.eosTokenIds().get(0));
        config.bosTokenId().ifPresent(id -> file.put("tokenizer.ggml.bos_token_id", id));
        file.put("tokenizer.ggml.add_bos_token", false);
    }

    /** Both forms that exist: {@code "a b"} and {@code ["a", "b"]}. */
    private List<String> merges() {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : definition.at("/model/merges")) {
            merges.add(
                    merge.isTextual()
                            ? merge.asText()
                            : merge.get(0).asText() + " " + merge.get(1).asText());
        }
        return merges;
    }
}
