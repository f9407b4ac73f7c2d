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

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.operators.settings.SpeculationMode;
import io.pyramidion.operators.settings.SpeculationSettings;
import org.apache.flink.configuration.ConfigOption;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import static org.apache.flink.configuration.ConfigOptions.key;

/**
 * How the job speculates, and how far a request may go: what a request leaves out is as the job has
 * it, and no request gets more freedom than the job allows.
 */
public final class SpeculationOptions {

    public static final ConfigOption<SpeculationMode> MODE =
            key("pyramidion.speculation.mode")
                    .enumType(SpeculationMode.class)
                    .defaultValue(SpeculationMode.EXACT)
                    .withDescription(
                            "Of requests that name none. off decodes with the target alone; exact"
                                    + " speculates losslessly with every model that is set;"
                                    + " assisted and fuzzy are faster and change the text.");

    public static final ConfigOption<SpeculationMode> ALLOWED_MODE =
            key("pyramidion.speculation.allowed-mode")
                    .enumType(SpeculationMode.class)
                    .defaultValue(SpeculationMode.EXACT)
                    .withDescription(
                            "The freest mode that a request, or the job, may name. With exact no"
                                    + " text is ever changed.");

    public static final ConfigOption<Double> TAU_QUALIFIER =
            key("pyramidion.speculation.tau-qualifier")
                    .doubleType()
                    .defaultValue(0.02)
                    .withDescription(
                            "In mode fuzzy, how far the draft's distribution may be from the"
                                    + " qualifier's for its token to stand; the most that a request"
                                    + " may ask for.");

    public static final ConfigOption<Double> TAU_TARGET =
            key("pyramidion.speculation.tau-target")
                    .doubleType()
                    .defaultValue(0.02)
                    .withDescription(
                            "In modes assisted and fuzzy, how far the last proposer's distribution"
                                    + " may be from the target's for its token to stand; the most"
                                    + " that a request may ask for.");

    public static final ConfigOption<Divergence> DIVERGENCE =
            key("pyramidion.speculation.divergence")
                    .enumType(Divergence.class)
                    .defaultValue(Divergence.JS)
                    .withDescription(
                            "What tau-qualifier and tau-target are measured in, for every request:"
                                    + " Jensen-Shannon (0 to 0.693), total variation (0 to 1),"
                                    + " Kullback-Leibler of either direction, or the difference of"
                                    + " the token's logits.");

    public static final ConfigOption<Boolean> PROMPT_LOOKUP =
            key("pyramidion.speculation.prompt-lookup")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether guesses from the text itself go before the first model's"
                                    + " proposals. Never changes the text; pays where answers"
                                    + " repeat their prompts. A request may choose for itself.");

    public static final ConfigOption<Integer> DRAFT_LENGTH =
            key("pyramidion.speculation.draft-length")
                    .intType()
                    .defaultValue(2)
                    .withDescription(
                            "Tokens that the draft model proposes per inner round; the most that a"
                                    + " request may ask for.");

    public static final ConfigOption<Integer> QUALIFIER_LENGTH =
            key("pyramidion.speculation.qualifier-length")
                    .intType()
                    .defaultValue(4)
                    .withDescription(
                            "Tokens that stand before the target verifies them; the most that a"
                                    + " request may ask for. With both models the last of them is"
                                    + " the qualifier's own: at 1 the draft model is idle.");

    private SpeculationOptions() {}

    /** The options as the chain takes them, and as requests are checked against them. */
    public static SpeculationSettings of(Settings settings) {
        return new SpeculationSettings(
                settings.get(MODE),
                settings.get(ALLOWED_MODE),
                settings.get(DRAFT_LENGTH),
                settings.get(QUALIFIER_LENGTH),
                settings.get(TAU_QUALIFIER),
                settings.get(TAU_TARGET),
                settings.get(DIVERGENCE),
                settings.get(PROMPT_LOOKUP));
    }

    static List<OptionRule<?>> rules() {
        return List.of(
                OptionRule.any(MODE, "Enum", names(SpeculationMode.values())),
                OptionRule.limited(
                        ALLOWED_MODE,
                        "Enum",
                        mode -> mode != SpeculationMode.OFF,
                        "exact, assisted, fuzzy"),
                length(DRAFT_LENGTH),
                length(QUALIFIER_LENGTH),
                tau(TAU_QUALIFIER),
                tau(TAU_TARGET),
                OptionRule.any(DIVERGENCE, "Enum", names(Divergence.values())),
                OptionRule.any(PROMPT_LOOKUP, "Boolean", "true, false"));
    }

    private static OptionRule<Integer> length(ConfigOption<Integer> option) {
        return OptionRule.limited(
                option,
                "Integer",
                length -> length >= 1 && length <= SpeculationSettings.LONGEST,
                "a whole number, 1 to " + SpeculationSettings.LONGEST);
    }

    private static OptionRule<Double> tau(ConfigOption<Double> option) {
        return OptionRule.limited(
                option,
                "Double",
                tau -> tau >= 0 && tau < Double.POSITIVE_INFINITY,
                "a number, 0 and more");
    }

    private static String names(Object[] values) {
        return Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", "));
    }
}
