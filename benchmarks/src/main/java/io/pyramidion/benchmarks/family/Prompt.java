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

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.engine.tokenizer.Tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A prompt to measure with.
 *
 * @param tokens the rendered prompt
 * @param answer for tasks the right answer
 */
public record Prompt(int[] tokens, Optional<String> answer) {

    /**
     * Reads the prompts that come with the models: stories without, tasks with an answer.
     *
     * @throws BenchException if none come with them
     */
    public static List<Prompt> read(Path models, Tokenizer tokenizer) {
        return PromptText.read(models).stream()
                .map(prompt -> new Prompt(tokenizer.encode(prompt.text(), false), prompt.answer()))
                .toList();
    }

    public static List<Prompt> tasks(List<Prompt> prompts) {
        return prompts.stream().filter(prompt -> prompt.answer().isPresent()).toList();
    }

    public static List<Prompt> stories(List<Prompt> prompts) {
        return prompts.stream().filter(prompt -> prompt.answer().isEmpty()).toList();
    }

    /** {@code count} prompts from place {@code first} on, round and round. */
    public static List<Prompt> some(List<Prompt> prompts, int first, int count) {
        List<Prompt> some = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            some.add(prompts.get((first + i) % prompts.size()));
        }
        return some;
    }
}
