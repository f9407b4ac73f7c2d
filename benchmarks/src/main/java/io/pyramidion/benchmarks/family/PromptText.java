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
package io.pyramidion.benchmarks.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.options.BenchException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A prompt that comes with the models: a story without, a task with an answer.
 *
 * @param text as it is tokenized, chat template included
 */
public record PromptText(String text, Optional<String> answer) {

    private static final String FILE = "golden.jsonl";

    /**
     * Reads all of them.
     *
     * @throws BenchException if none come with the models
     */
    public static List<PromptText> read(Path models) {
        Path file = models.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new BenchException(file + " is missing: it holds the prompts to measure with");
        }
        List<PromptText> prompts = new ArrayList<>();
        for (JsonNode node : PromptLines.read(file)) {
            prompts.add(
                    new PromptText(
                            node.path("raw_prompt").asText(),
                            Optional.ofNullable(node.path("answer").textValue())));
        }
        return prompts;
    }
}
