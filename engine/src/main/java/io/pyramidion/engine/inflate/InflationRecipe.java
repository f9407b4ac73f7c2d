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
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.model.JsonSettings;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.Weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What stands in a model directory in place of weights that are made from another directory's
 * whenever they are loaded.
 *
 * @param source directory of the model that was inflated
 * @param seed of the numbers that do not matter
 */
record InflationRecipe(Path source, long seed) {

    private static final String FILE = "inflated.json";

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    static InflationRecipe read(Path directory) {
        JsonSettings json = JsonSettings.read(directory.resolve(FILE));
        String source = json.text("source").orElse("");
        try {
            return new InflationRecipe(directory.resolve(source), json.count("seed"));
        } catch (InvalidPathException e) {
            throw json.fault("source", "the path of a model directory");
        }
    }

    void write(Path directory) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("source", source.toString()).put("seed", seed);
        Files.writeString(directory.resolve(FILE), json.toPrettyString() + "\n");
    }

    /** The weights for the shape that the directory's own settings say. */
    Weights open(ModelDirectory inflated) {
        ModelDirectory from = ModelDirectory.open(source);
        ModelShape shape = ModelShape.of(inflated.stored());
        return new InflatedWeights(inflated.path(), Inflation.of(from, shape, seed));
    }
}
