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

import org.apache.flink.configuration.ConfigOption;

import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** How the job speculates. Never changes a text, only its speed. */
public final class SpeculationOptions {

    public static final ConfigOption<SpeculationMode> MODE =
            key("pyramidion.speculation.mode")
                    .enumType(SpeculationMode.class)
                    .defaultValue(SpeculationMode.EXACT)
                    .withDescription(
                            "off decodes with the target alone; exact speculates losslessly with"
                                    + " every model that is set. A request may choose for itself.");

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
                                    + " request may ask for.");

    private static final int LONGEST = 64;

    private SpeculationOptions() {}

    static List<OptionRule<?>> rules() {
        return List.of(
                OptionRule.any(MODE, "Enum", "off, exact"),
                length(DRAFT_LENGTH),
                length(QUALIFIER_LENGTH));
    }

    private static OptionRule<Integer> length(ConfigOption<Integer> option) {
        return OptionRule.limited(
                option,
                "Integer",
                length -> length >= 1 && length <= LONGEST,
                "a whole number, 1 to " + LONGEST);
    }
}
