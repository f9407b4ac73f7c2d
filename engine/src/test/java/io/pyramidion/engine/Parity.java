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
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small random checkpoints of every family, with what Hugging Face transformers or a plain forward
 * pass makes of them; the README beside them says how they were made.
 */
public final class Parity {

    public static final List<String> FAMILIES =
            List.of("llama-2", "llama-3", "mistral", "qwen2.5", "qwen3", "smollm2");

    /** Held against a plain forward pass instead; they have weights only. */
    public static final List<String> PLAIN_FAMILIES =
            List.of("phi3", "granite", "gemma", "gemma3", "olmo2", "smollm3");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Parity() {}

    /**
     * One configuration of a checkpoint.
     *
     * @param name the family's, with what was changed
     * @param family directory of the weights
     * @param settings of {@code config.json}, in place of those of the directory
     * @param prompts golden logits and greedy ids
     */
    public record Run(String name, String family, ObjectNode settings, List<Prompt> prompts) {

        /** A model directory of this configuration with some tokenizer, made in an empty folder. */
        public Path write(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(directory(family))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
            if (PLAIN_FAMILIES.contains(family)) {
                Files.copy(
                        directory("smollm2").resolve("tokenizer.json"),
                        folder.resolve("tokenizer.json"));
                Files.writeString(
                        folder.resolve("tokenizer_config.json"),
                        "{\"tokenizer_class\": \"TokenizersBackend\"}");
            }
            Path config = folder.resolve("config.json");
            ObjectNode all = (ObjectNode) JSON.readTree(config.toFile());
            JSON.writeValue(config.toFile(), all.setAll(settings));
            return folder;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @param positions those at which there are logits; the last token's is the last
     * @param greedy the ids that follow the prompt
     */
    public record Prompt(int[] ids, int[] positions, double[][] logits, int[] greedy) {}

    public static Path directory(String family) {
        try {
            return Path.of(Parity.class.getResource("parity/" + family).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode golden(String family) {
        try {
            return JSON.readTree(directory(family).resolve("golden.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Run> runs(String family) {
        List<Run> runs = new ArrayList<>();
        for (JsonNode run : golden(family).get("runs")) {
            ObjectNode settings = (ObjectNode) run.get("config");
            List<Prompt> prompts = new ArrayList<>();
            for (JsonNode prompt : run.get("prompts")) {
                double[][] logits = new double[prompt.get("logits").size()][];
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = numbers(prompt.get("logits").get(i));
                }
                prompts.add(
                        new Prompt(
                                ids(prompt.get("ids")),
                                ids(prompt.get("positions")),
                                logits,
                                ids(prompt.get("greedy"))));
            }
            String name = settings.isEmpty() ? family : family + " with " + settings;
            runs.add(new Run(name, family, settings, prompts));
        }
        return runs;
    }

    public static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).intValue();
        }
        return ids;
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).doubleValue();
        }
        return numbers;
    }
}
