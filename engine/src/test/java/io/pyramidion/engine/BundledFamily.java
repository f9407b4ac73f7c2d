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
package io.pyramidion.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The models that ship with the project, for tests of every module. */
public final class BundledFamily {

    /**
     * A prompt with what Hugging Face transformers generates greedily in float32 (made by the
     * recipe that models/README.md names).
     *
     * @param kind what the prompt asks for
     * @param prompt the user's message
     * @param promptTokens the rendered prompt
     * @param tokens generated tokens, the end token cut off
     * @param finishReason {@code stop} or {@code length} (96 tokens)
     */
    public record Golden(
            String kind,
            String prompt,
            String rawPrompt,
            int[] promptTokens,
            int[] tokens,
            String text,
            String finishReason) {}

    /** Most tokens that the golden generations were given. */
    public static final int GOLDEN_MAX_TOKENS = 96;

    private BundledFamily() {}

    /** The directory that holds draft, qualifier and target. */
    public static Path directory() {
        return Path.of(System.getProperty("pyramidion.root"), "models");
    }

    public static Path target() {
        return directory().resolve("target");
    }

    /** All three models in float32 with one thread. */
    public static PyramidSpec spec() {
        return spec(Precision.FLOAT32);
    }

    public static PyramidSpec spec(Precision precision) {
        return spec(RoleWeights.all(precision));
    }

    public static PyramidSpec spec(RoleWeights weights) {
        return new PyramidSpec(
                target(),
                Optional.of(directory().resolve("qualifier")),
                Optional.of(directory().resolve("draft")),
                weights,
                1);
    }

    public static List<Golden> golden() {
        ObjectMapper json = new ObjectMapper();
        List<Golden> golden = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(directory().resolve("golden.jsonl"))) {
                JsonNode node = json.readTree(line);
                golden.add(
                        new Golden(
                                node.get("kind").textValue(),
                                node.get("prompt").textValue(),
                                node.get("raw_prompt").textValue(),
                                ids(node.get("prompt_ids")),
                                ids(node.get("token_ids")),
                                node.get("text").textValue(),
                                node.get("finish_reason").textValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return golden;
    }

    private static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).intValue();
        }
        return ids;
    }
}
