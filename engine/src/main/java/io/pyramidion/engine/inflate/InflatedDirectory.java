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
package io.pyramidion.engine.inflate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.Weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Writes an {@link Inflation} as a Hugging Face directory: settings, a copy of the tokenizer, and
 * the weights or what is needed to make them. The settings come last, so that a directory that was
 * cut short is not taken for a model.
 */
public final class InflatedDirectory {

    private static final String CONFIG = "config.json";

    private final Inflation inflation;
    private final Path directory;

    /**
     * @param directory to write to: a new or empty one
     */
    public InflatedDirectory(Inflation inflation, Path directory) {
        this.inflation = inflation;
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Writes a checkpoint that any program can load. Needs memory for some rows of a tensor only.
     *
     * @param progress told of the bytes written so far
     * @return bytes of the weights
     * @throws ModelException if the directory is not empty, or too small a disk holds it
     */
    public long writeCheckpoint(LongConsumer progress) throws IOException {
        prepare();
        long bytes;
        try (Weights source = DirectoryWeights.open(inflation.source())) {
            bytes = new CheckpointWriter(inflation, source, directory).write(progress);
        }
        finish();
        return bytes;
    }

    /**
     * Writes no weights but where they come from: Pyramidion makes them in memory whenever it loads
     * the directory. The source must stay where it is.
     */
    public void writeRecipe() throws IOException {
        prepare();
        // A directory whose tensors cannot be grown is to be refused now, not when it is loaded.
        try (Weights source = DirectoryWeights.open(inflation.source())) {
            inflation.names(source).forEach(name -> inflation.tensor(source, name));
        }
        new InflationRecipe(inflation.source().path(), inflation.seed()).write(directory);
        finish();
    }

    private void prepare() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> children = Files.list(directory)) {
            if (children.findAny().isPresent()) {
                throw new ModelException(directory + " is not empty");
            }
        }
    }

    private void finish() throws IOException {
        Path source = inflation.source().path();
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).filter(this::isCopied).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Files.writeString(directory.resolve(CONFIG), config(source.resolve(CONFIG)) + "\n");
    }

    private boolean isCopied(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("tokenizer")
                || name.endsWith(".jinja")
                || name.startsWith("LICENSE")
                || List.of(
                                "generation_config.json",
                                "special_tokens_map.json",
                                "added_tokens.json",
                                "vocab.json",
                                "merges.txt")
                        .contains(name);
    }

    private String config(Path file) throws IOException {
        ObjectNode config =
                new ObjectMapper().readValue(Files.readAllBytes(file), ObjectNode.class);
        ModelShape shape = inflation.shape();
        config.put("hidden_size", shape.hidden());
        config.put("num_hidden_layers", shape.layers());
        config.put("num_attention_heads", shape.heads());
        config.put("num_key_value_heads", shape.kvHeads());
        config.put("head_dim", shape.headDim());
        config.put("intermediate_size", shape.intermediate());
        config.put("rms_norm_eps", inflation.epsilon());
        if (config.get("layer_types") instanceof ArrayNode types) {
            while (types.size() < shape.layers()) {
                types.add(types.get(types.size() - 1));
            }
        }
        return config.toPrettyString();
    }
}
