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
package io.pyramidion.benchmarks.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.family.PromptLines;
import io.pyramidion.benchmarks.options.BenchException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What requests ask for: the prompts that come with the models.
 *
 * @param stories share of stories among them, 0 to 1
 */
record Content(List<String> taskPrompts, List<String> storyPrompts, double stories) {

    private static final String FILE = "golden.jsonl";

    /**
     * Reads the prompts.
     *
     * @param mix tasks, stories or both
     */
    static Content read(Path models, String mix) {
        double stories =
                switch (mix) {
                    case "tasks" -> 0;
                    case "stories" -> 1;
                    case "both" -> 0.5;
                    default ->
                            throw new BenchException(
                                    "--content is " + mix + "; allowed: tasks, stories, both");
                };
        Path file = models.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new BenchException(file + " is missing: it holds the prompts to measure with");
        }
        List<String> taskPrompts = new ArrayList<>();
        List<String> storyPrompts = new ArrayList<>();
        for (JsonNode node : PromptLines.read(file)) {
            (node.hasNonNull("answer") ? taskPrompts : storyPrompts)
                    .add(node.get("raw_prompt").textValue());
        }
        return new Content(List.copyOf(taskPrompts), List.copyOf(storyPrompts), stories);
    }

    /** One request, as {@code random} has it. */
    Planned plan(double at, int maxTokens, Random random) {
        boolean story = random.nextDouble() < stories;
        List<String> prompts = story ? storyPrompts : taskPrompts;
        return new Planned(
                at,
                prompts.get(random.nextInt(prompts.size())),
                random.nextLong(1L << 32),
                maxTokens,
                story,
                SloKind.draw(random.nextDouble()));
    }
}
