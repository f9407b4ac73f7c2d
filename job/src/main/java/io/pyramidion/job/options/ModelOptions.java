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
package io.pyramidion.job.options;

import io.pyramidion.engine.decoder.Precision;
import org.apache.flink.configuration.ConfigOption;

import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** The three models of the pyramid. Directories are read on the task managers. */
public final class ModelOptions {

    public static final ConfigOption<String> TARGET =
            key("pyramidion.model.target")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Directory of the target model, whose text the results are: a Hugging"
                                    + " Face model as it is downloaded.");

    public static final ConfigOption<String> QUALIFIER =
            key("pyramidion.model.qualifier")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Directory of the qualifier model, which verifies the draft or, without"
                                    + " one, drafts itself. Same vocabulary as the target's.");

    public static final ConfigOption<String> DRAFT =
            key("pyramidion.model.draft")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Directory of the draft model, the smallest. Same vocabulary as the"
                                    + " target's.");

    public static final ConfigOption<String> NAME =
            key("pyramidion.model.name")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Name that requests and results call the model by. Default: the name of"
                                    + " the target's directory.");

    public static final ConfigOption<Precision> WEIGHTS =
            key("pyramidion.model.weights")
                    .enumType(Precision.class)
                    .defaultValue(Precision.AUTO)
                    .withDescription("Number format that weights are held in.");

    private ModelOptions() {}

    static List<OptionRule<?>> rules() {
        return List.of(
                OptionRule.text(TARGET).asRequired(),
                OptionRule.text(QUALIFIER),
                OptionRule.text(DRAFT),
                OptionRule.text(NAME),
                OptionRule.any(WEIGHTS, "Enum", "auto, float32, bfloat16, int8"));
    }
}
