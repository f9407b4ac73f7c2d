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
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Which models a benchmark loads, and how. */
public final class FamilyOptions {

    @Option(
            names = "--models",
            defaultValue = "models",
            paramLabel = "DIR",
            description =
                    "Directory of draft, qualifier, target and golden.jsonl (${DEFAULT-VALUE}).")
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
            defaultValue = "auto",
            paramLabel = "auto|float32|bfloat16|int8",
            description = "Type of the weights (${DEFAULT-VALUE}).")
    private String weights;

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

    public Precision precision() {
        return precision("--weights", weights);
    }

    /** The type of weights that an option names. */
    public static Precision precision(String option, String name) {
        return switch (name) {
            case "auto" -> Precision.AUTO;
            case "float32" -> Precision.FLOAT32;
            case "bfloat16" -> Precision.BFLOAT16;
            case "int8" -> Precision.INT8;
            default ->
                    throw new BenchException(
                            "%s is %s; allowed: auto, float32, bfloat16, int8"
                                    .formatted(option, name));
        };
    }

    public int threads() {
        return threads;
    }

    /** Loads the models; the caller closes them. */
    public Family load() {
        return Family.load(models, inflation(), precision(), threads());
    }

    /** Loads the models with weights of another type than {@code --weights} says. */
    public Family load(Precision kind) {
        return Family.load(models, inflation(), kind, threads());
    }

    /** Loads the same models without enlarging them: they write the same text, faster. */
    public Family loadSmall() {
        return Family.load(models, InflatedFamily.NONE, precision(), threads());
    }
}
