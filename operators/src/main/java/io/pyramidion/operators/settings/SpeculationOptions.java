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

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.speculation.SpeculationMode;

import java.util.EnumSet;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/**
 * How the job speculates, and how far a request may go: what a request leaves out is as the job has
 * it, and no request gets more freedom than the job allows.
 */
public final class SpeculationOptions {

    public static final BoundedOption<SpeculationMode> MODE =
            BoundedOption.of(
                    key("pyramidion.speculation.mode")
                            .enumType(SpeculationMode.class)
                            .defaultValue(SpeculationMode.EXACT)
                            .withDescription(
                                    "Mode of requests that name none. off decodes with the"
                                            + " target alone. exact speculates losslessly"
                                            + " with every model that is set. assisted and"
                                            + " fuzzy are faster and change the text."),
                    Limit.anyOf(SpeculationMode.class));

    public static final BoundedOption<SpeculationMode> ALLOWED_MODE =
            BoundedOption.of(
                    key("pyramidion.speculation.allowed-mode")
                            .enumType(SpeculationMode.class)
                            .defaultValue(SpeculationMode.EXACT)
                            .withDescription(
                                    "The freest mode that a request, or the job itself, may"
                                            + " use. With exact, speculation never changes a"
                                            + " text."),
                    Limit.oneOf(EnumSet.range(SpeculationMode.EXACT, SpeculationMode.FUZZY)));

    public static final BoundedOption<Double> TAU_QUALIFIER =
            BoundedOption.of(
                    key("pyramidion.speculation.tau-qualifier")
                            .doubleType()
                            .defaultValue(0.02)
                            .withDescription(
                                    "In mode fuzzy, how far the draft's distribution may be"
                                            + " from the qualifier's for its token to be"
                                            + " kept. A request may ask for at most this"
                                            + " value."),
                    Limit.notNegative());

    public static final BoundedOption<Double> TAU_TARGET =
            BoundedOption.of(
                    key("pyramidion.speculation.tau-target")
                            .doubleType()
                            .defaultValue(0.02)
                            .withDescription(
                                    "In modes assisted and fuzzy, how far the last proposer's"
                                            + " distribution may be from the target's for its"
                                            + " token to be kept. A request may ask for at"
                                            + " most this value."),
                    Limit.notNegative());

    public static final BoundedOption<Divergence> DIVERGENCE =
            BoundedOption.of(
                    key("pyramidion.speculation.divergence")
                            .enumType(Divergence.class)
                            .defaultValue(Divergence.JS)
                            .withDescription(
                                    "What tau-qualifier and tau-target are measured in, for every request:"
                                            + " Jensen-Shannon (0 to 0.693), total variation (0 to 1),"
                                            + " Kullback-Leibler of either direction, or the difference of"
                                            + " the token's logits."),
                    Limit.anyOf(Divergence.class));

    public static final BoundedOption<Boolean> PROMPT_LOOKUP =
            BoundedOption.of(
                    key("pyramidion.speculation.prompt-lookup")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether guesses from the text itself are tried before the"
                                            + " first model's proposals. They never change"
                                            + " the text, and they save time where answers"
                                            + " repeat parts of their prompts. A request may"
                                            + " choose for itself."),
                    Limit.trueOrFalse());

    public static final BoundedOption<Integer> DRAFT_LENGTH =
            BoundedOption.of(
                    key("pyramidion.speculation.draft-length")
                            .intType()
                            .defaultValue(2)
                            .withDescription(
                                    "Number of tokens that the draft model proposes per inner"
                                            + " round where lengths do not adapt (see"
                                            + " control.mode). A request may then ask for at"
                                            + " most this value."),
                    Limit.between(1, SpeculationSettings.MAX_LENGTH));

    public static final BoundedOption<Integer> QUALIFIER_LENGTH =
            BoundedOption.of(
                    key("pyramidion.speculation.qualifier-length")
                            .intType()
                            .defaultValue(4)
                            .withDescription(
                                    "Number of tokens that are collected before the target"
                                            + " verifies them where lengths do not adapt. A"
                                            + " request may then ask for at most this value."
                                            + " With both models the last of"
                                            + " these tokens is the qualifier's own, so that"
                                            + " at 1 the draft model is idle."),
                    Limit.between(1, SpeculationSettings.MAX_LENGTH));

    public static final BoundedOption<Boolean> TRACE =
            BoundedOption.of(
                    key("pyramidion.speculation.trace")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether deltas and results tell of each token who"
                                            + " proposed it and how sure that was. It changes"
                                            + " no text, but makes results several times as"
                                            + " long. A request may choose for itself."),
                    Limit.trueOrFalse());

    private SpeculationOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<BoundedOption<?>> all() {
        return List.of(
                MODE,
                ALLOWED_MODE,
                DRAFT_LENGTH,
                QUALIFIER_LENGTH,
                TAU_QUALIFIER,
                TAU_TARGET,
                DIVERGENCE,
                PROMPT_LOOKUP,
                TRACE);
    }
}
