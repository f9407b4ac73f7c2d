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
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.RoleWeights;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** Which models a benchmark loads, and how. */
public final class FamilyOptions {

    @Option(
            names = "--models",
            defaultValue = "models",
            paramLabel = "DIR",
            description =
                    "Directory of draft, qualifier, target and their prompts (${DEFAULT-VALUE}).")
    private Path models;

    @Option(
            names = "--inflate",
            defaultValue = "none",
            paramLabel = "none|110m|paper",
            description =
                    "Enlarge the models in memory: they write the same text at the cost of 110, 41 and 14 million weights, or of the paper's Llama models (${DEFAULT-VALUE}).")
    private String inflate;

    @Option(
            names = "--weights",
            split = ",",
            defaultValue = "auto",
            paramLabel = "TYPE",
            description =
                    "Type of all models' weights, or three of them for target, qualifier and draft, such as float32,bfloat16,int8 (${DEFAULT-VALUE}).")
    private List<String> weights;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads inside one operation (${DEFAULT-VALUE}).")
    private int threads;

    public Path models() {
        return models;
    }

    public InflatedFamily inflation() {
        return InflatedFamily.of(inflate);
    }

    public RoleWeights weights() {
        List<Precision> types = weights.stream().map(name -> precision("--weights", name)).toList();
        return switch (types.size()) {
            case 1 -> RoleWeights.all(types.get(0));
            case 3 -> new RoleWeights(types.get(0), types.get(1), types.get(2));
            default ->
                    throw new BenchException(
                            "--weights is %s; allowed: one type, or three for target, qualifier and draft"
                                    .formatted(String.join(",", weights)));
        };
    }

    /** The type of weights that an option names. */
    public static Precision precision(String option, String name) {
        return Precision.of(name)
                .orElseThrow(
                        () ->
                                new BenchException(
                                        "%s is %s; allowed: %s"
                                                .formatted(option, name, Precision.names())));
    }

    public int threads() {
        return threads;
    }

    /** Loads the models; the caller closes them. */
    public Family load() {
        return Family.load(models, inflation(), weights(), threads());
    }

    /** Loads the models with weights of one other type than {@code --weights} says. */
    public Family load(Precision kind) {
        return Family.load(models, inflation(), RoleWeights.all(kind), threads());
    }

    /** Loads the same models without enlarging them: they write the same text, faster. */
    public Family loadSmall() {
        return Family.load(models, InflatedFamily.NONE, weights(), threads());
    }
}
