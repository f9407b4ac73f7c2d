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

import io.pyramidion.benchmarks.family.PromptText;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.operators.request.SloClass;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What requests ask for: the prompts that come with the models.
 *
 * @param stories share of stories among them, 0 to 1
 */
record Content(List<String> taskPrompts, List<String> storyPrompts, double stories) {

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
        Map<Boolean, List<String>> prompts =
                PromptText.read(models).stream()
                        .collect(
                                Collectors.partitioningBy(
                                        prompt -> prompt.answer().isPresent(),
                                        Collectors.mapping(PromptText::text, Collectors.toList())));
        return new Content(prompts.get(true), prompts.get(false), stories);
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
                draw(random.nextDouble()));
    }

    /** Two in five are interactive, two standard, one batch. */
    private static SloClass draw(double share) {
        if (share < 0.4) {
            return SloClass.INTERACTIVE;
        }
        return share < 0.8 ? SloClass.STANDARD : SloClass.BATCH;
    }
}
