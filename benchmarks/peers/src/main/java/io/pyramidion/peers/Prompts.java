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
package io.pyramidion.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The prompts of the family's {@code golden.jsonl} whose answers are long enough to be timed. */
final class Prompts {

    private final List<String> texts = new ArrayList<>();
    private int longest;

    /**
     * @param set stories or tasks, which have an answer
     * @param leastTokens of the target's own answer
     */
    Prompts(Path models, String set, int leastTokens) throws IOException {
        boolean stories = set.equals("stories");
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(models.resolve("golden.jsonl"))) {
            JsonNode node = json.readTree(line);
            if (stories != node.has("answer") && node.path("token_ids").size() >= leastTokens) {
                texts.add(node.path("raw_prompt").asText());
                longest = Math.max(longest, node.path("prompt_ids").size());
            }
        }
    }

    int count() {
        return texts.size();
    }

    /** Tokens of the longest. */
    int longest() {
        return longest;
    }

    /** {@code count} prompts from place {@code first} on, round and round. */
    List<String> some(int first, int count) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(texts.get((first + i) % texts.size()));
        }
        return some;
    }
}
