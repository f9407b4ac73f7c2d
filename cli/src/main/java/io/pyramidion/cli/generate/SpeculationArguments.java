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
package io.pyramidion.cli.generate;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.engine.speculation.Tolerance;
import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.Optional;

/** The speculation options of {@code generate}, which has no job to limit them. */
final class SpeculationArguments {

    private static final double DEFAULT_TAU = 0.02;
    private static final int FIXED_DRAFT_LENGTH = 2;
    private static final int FIXED_QUALIFIER_LENGTH = 4;

    @Option(
            names = "--speculation",
            defaultValue = "exact",
            paramLabel = "off|exact|assisted|fuzzy",
            description =
                    "off; exact: faster, with the same text; assisted or fuzzy: faster still, but no"
                            + " longer the target's own text (default: ${DEFAULT-VALUE}).")
    private String mode;

    @Option(
            names = "--draft-length",
            paramLabel = "N",
            description =
                    "Number of tokens that the draft proposes at a time; at most this many where"
                            + " lengths adapt (default: 16 there, 2 otherwise).")
    private Optional<Integer> draftLength = Optional.empty();

    @Option(
            names = "--qualifier-length",
            paramLabel = "N",
            description =
                    "Number of tokens collected before the target verifies them; at most this many"
                            + " where lengths adapt (default: 16 there, 4 otherwise).")
    private Optional<Integer> qualifierLength = Optional.empty();

    @Option(
            names = "--prompt-lookup",
            description = "Take guesses from the text itself first; this does not change the text.")
    private boolean promptLookup;

    @Option(
            names = "--tau-qualifier",
            paramLabel = "X",
            description =
                    "In mode fuzzy, how far the draft may be from the qualifier (default: 0.02, at"
                            + " most --tau-target).")
    private Optional<Double> tauQualifier = Optional.empty();

    @Option(
            names = "--tau-target",
            paramLabel = "X",
            description =
                    "In modes assisted and fuzzy, how far the last proposer may be from the target"
                            + " (default: 0.02).")
    private Optional<Double> tauTarget = Optional.empty();

    @Option(
            names = "--divergence",
            paramLabel = "js|tv|kl|kl-reversed|logit",
            description = "Measure for both limits (default: js).")
    private Optional<String> divergence = Optional.empty();

    @Option(names = "--force", description = "Allow a --tau-qualifier above --tau-target.")
    private boolean force;

    @Option(
            names = "--adaptive",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description =
                    "Whether models and lengths are chosen from round to round, up to the lengths"
                            + " given (default: true in mode exact, where this does not change the"
                            + " text; false in modes assisted and fuzzy, where it does).")
    private Optional<Boolean> adaptive = Optional.empty();

    @Option(
            names = "--trace",
            description =
                    "Tell of each token who proposed it, and how sure that was: by colours on a"
                            + " terminal, in speculation.trace with --json. This does not change"
                            + " the text.")
    private boolean trace;

    /**
     * What was asked for; models that are not there are left out by the pyramid.
     *
     * @throws InvalidRequestException naming the first option at fault
     */
    Speculation wish() {
        SpeculationMode asked =
                SpeculationMode.of(mode.toLowerCase(Locale.ROOT))
                        .orElseThrow(
                                () ->
                                        refused(
                                                "--speculation",
                                                mode,
                                                "off, exact, assisted, fuzzy"));
        Tolerance tolerance = tolerance(asked);
        if (asked == SpeculationMode.OFF && adaptive.orElse(false)) {
            throw refused("--adaptive", true, "not with --speculation off");
        }
        if (asked == SpeculationMode.OFF) {
            return Speculation.OFF.traced(trace);
        }
        boolean adapts = adaptive.orElse(tolerance.mode() == SpeculationMode.EXACT);
        return new Speculation(
                true,
                true,
                draftLength.orElse(adapts ? AdaptivePolicy.MAX_CANDIDATES : FIXED_DRAFT_LENGTH),
                qualifierLength.orElse(
                        adapts ? AdaptivePolicy.MAX_CANDIDATES : FIXED_QUALIFIER_LENGTH),
                promptLookup,
                tolerance,
                adapts,
                trace);
    }

    private Tolerance tolerance(SpeculationMode asked) {
        boolean fuzzy = asked == SpeculationMode.FUZZY;
        if (!fuzzy && tauQualifier.isPresent()) {
            throw refused("--tau-qualifier", tauQualifier.get(), "only with --speculation fuzzy");
        }
        if (!asked.isFreerThan(SpeculationMode.EXACT)) {
            refuse("--tau-target", tauTarget);
            refuse("--divergence", divergence);
            return Tolerance.NONE;
        }
        double target = tauTarget.orElse(DEFAULT_TAU);
        if (!(target >= 0)) {
            throw refused("--tau-target", target, "0 and more");
        }
        double qualifier = fuzzy ? tauQualifier.orElse(Math.min(DEFAULT_TAU, target)) : 0;
        if (qualifier > target && !force) {
            throw refused(
                    "--tau-qualifier",
                    qualifier,
                    "at most --tau-target, which is " + target + ", unless with --force");
        }
        return new Tolerance(
                qualifier, target, Divergence.of(divergence.orElse("js"), "--divergence"));
    }

    private static void refuse(String option, Optional<?> value) {
        if (value.isPresent()) {
            throw refused(option, value.get(), "only with --speculation assisted, fuzzy");
        }
    }

    private static InvalidRequestException refused(String option, Object value, String allowed) {
        return new InvalidRequestException(
                option, option + " is " + value + "; allowed: " + allowed);
    }
}
