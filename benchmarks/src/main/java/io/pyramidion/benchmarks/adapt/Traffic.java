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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.options.BenchException;

import java.util.ArrayList;
import java.util.List;

/** Which prompts come. */
enum Traffic {
    TASKS("tasks"),
    STORIES("stories"),
    /** Tasks and stories in turn. */
    HALF("half");

    private final String label;

    Traffic(String label) {
        this.label = label;
    }

    static Traffic of(String option, String name) {
        for (Traffic traffic : values()) {
            if (traffic.label.equals(name)) {
                return traffic;
            }
        }
        throw new BenchException(option + " has " + name + "; allowed: tasks, stories, half");
    }

    /** {@code count} prompts from place {@code first} on, round and round. */
    List<Prompt> prompts(List<Prompt> all, int first, int count) {
        return switch (this) {
            case TASKS -> Prompt.some(Prompt.tasks(all), first, count);
            case STORIES -> Prompt.some(Prompt.stories(all), first, count);
            case HALF -> {
                List<Prompt> both = new ArrayList<>(count);
                int half = (count + 1) / 2;
                List<Prompt> tasks = Prompt.some(Prompt.tasks(all), first / 2, half);
                List<Prompt> stories = Prompt.some(Prompt.stories(all), first / 2, half);
                for (int i = 0; i < count; i++) {
                    both.add((i % 2 == 0 ? tasks : stories).get(i / 2));
                }
                yield both;
            }
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
