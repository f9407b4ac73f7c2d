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
package io.pyramidion.operators.settings;

import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.RoleWeights;
import org.apache.flink.configuration.ReadableConfig;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** The three models of the pyramid. Directories are read on the task managers. */
public final class ModelOptions {

    private static final String SPECULATOR_WEIGHTS =
            "Number format in which the %1$s's weights are held in memory; auto takes the one"
                    + " that proposes fastest on this machine. In mode exact, it decides the"
                    + " speed alone, never the text. Only with"
                    + " pyramidion.model.%1$s.";

    public static final BoundedOption<String> TARGET =
            BoundedOption.of(
                            key("pyramidion.model.target")
                                    .stringType()
                                    .noDefaultValue()
                                    .withDescription(
                                            "Directory of the target model, which decides the"
                                                    + " text of the results. It is a Hugging"
                                                    + " Face model directory as downloaded."),
                            Limit.text())
                    .asRequired();

    public static final BoundedOption<String> QUALIFIER =
            BoundedOption.of(
                    key("pyramidion.model.qualifier")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "Directory of the qualifier model, which verifies what the"
                                            + " draft model proposes or, without a draft"
                                            + " model, proposes itself. Its vocabulary must"
                                            + " be the target's."),
                    Limit.text());

    public static final BoundedOption<String> DRAFT =
            BoundedOption.of(
                    key("pyramidion.model.draft")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "Directory of the draft model, the smallest one. Its"
                                            + " vocabulary must be the target's."),
                    Limit.text());

    public static final BoundedOption<String> NAME =
            BoundedOption.of(
                    key("pyramidion.model.name")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "Name of the model in requests and results. Default: the"
                                            + " name of the target's directory."),
                    Limit.text());

    public static final BoundedOption<Precision> TARGET_WEIGHTS =
            weights("target", "Number format in which the target's weights are held in memory.");

    public static final BoundedOption<Precision> QUALIFIER_WEIGHTS =
            weights("qualifier", SPECULATOR_WEIGHTS.formatted("qualifier"));

    public static final BoundedOption<Precision> DRAFT_WEIGHTS =
            weights("draft", SPECULATOR_WEIGHTS.formatted("draft"));

    private ModelOptions() {}

    /**
     * The model's name, given or from the target's directory.
     *
     * @throws IllegalArgumentException if the target is missing or no path
     */
    public static String name(ReadableConfig config) {
        return NAME.find(config).orElseGet(() -> directoryName(TARGET.get(config)));
    }

    /**
     * The type of each model's weights.
     *
     * @throws IllegalArgumentException if one is out of its limit, or given for a model that is not
     */
    public static RoleWeights weights(ReadableConfig config) {
        return new RoleWeights(
                TARGET_WEIGHTS.get(config),
                weights(config, QUALIFIER, QUALIFIER_WEIGHTS),
                weights(config, DRAFT, DRAFT_WEIGHTS));
    }

    private static Precision weights(
            ReadableConfig config, BoundedOption<String> model, BoundedOption<Precision> weights) {
        Precision type = weights.get(config);
        if (weights.isGiven(config) && !model.isGiven(config)) {
            throw new IllegalArgumentException(
                    weights.refusal(type, "no value, unless " + model.key() + " is set"));
        }
        return type;
    }

    /** With a hyphen: in nested YAML, a key that has a value can have no keys below it. */
    private static BoundedOption<Precision> weights(String role, String description) {
        return BoundedOption.of(
                key("pyramidion.model." + role + "-weights")
                        .enumType(Precision.class)
                        .defaultValue(Precision.AUTO)
                        .withDescription(description),
                Limit.anyOf(Precision.class));
    }

    private static String directoryName(String directory) {
        try {
            Path name = Path.of(directory).toAbsolutePath().normalize().getFileName();
            return name == null ? directory : name.toString();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    TARGET.refusal(directory, "a directory of a model"), e);
        }
    }

    /** All of them, in the order of the documentation. */
    public static List<BoundedOption<?>> all() {
        return List.of(
                TARGET, QUALIFIER, DRAFT, NAME, TARGET_WEIGHTS, QUALIFIER_WEIGHTS, DRAFT_WEIGHTS);
    }
}
