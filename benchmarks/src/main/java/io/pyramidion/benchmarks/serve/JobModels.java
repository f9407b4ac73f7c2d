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

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.speculation.ModelRole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The options of a job that say which models it loads. */
final class JobModels {

    private JobModels() {}

    /**
     * The options.
     *
     * @param folder for the recipes of enlarged models, which are made in memory
     */
    static Map<String, String> options(FamilyOptions family, Path folder) throws IOException {
        Map<String, String> options = new HashMap<>();
        RoleWeights weights = family.weights();
        options.put("model.target-weights", name(weights.target()));
        options.put("model.qualifier-weights", name(weights.qualifier()));
        options.put("model.draft-weights", name(weights.draft()));
        options.put("engine.threads", String.valueOf(family.threads()));
        Path models = family.models().toAbsolutePath().normalize();
        Path recipes = Files.createTempDirectory(folder, "models-");
        for (ModelRole role : ModelRole.values()) {
            // Before a job is started: what it would say is harder to read.
            ModelDirectory.open(models.resolve(role.wireName()));
            Path directory = Family.directory(models, role, family.inflation(), recipes);
            options.put("model." + role.wireName(), directory.toString());
        }
        return options;
    }

    private static String name(Enum<?> weights) {
        return weights.name().toLowerCase(Locale.ROOT);
    }
}
