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
import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;

/**
 * How a job speculates unless a request says otherwise, and how far a request may go. Modes up to
 * {@link SpeculationMode#EXACT} never change a text.
 *
 * @param mode for requests that name none
 * @param allowedMode the freest that a request may name, at least exact
 * @param draftLength tokens that the draft proposes per inner round, and the most of a request
 * @param qualifierLength tokens that stand before the target verifies them, and the most of a
 *     request
 * @param tauQualifier tolerance between draft and qualifier, and the most of a request
 * @param tauTarget tolerance between the last proposer and the target, and the most of a request
 * @param divergence what both are measured in
 * @param promptLookup whether to guess from the text itself
 * @param adaptiveLength most tokens of either length where a request lets lengths adapt; 0 if the
 *     job has them all fixed
 * @param trace whether to tell who proposed each token
 */
public record SpeculationSettings(
        SpeculationMode mode,
        SpeculationMode allowedMode,
        int draftLength,
        int qualifierLength,
        double tauQualifier,
        double tauTarget,
        Divergence divergence,
        boolean promptLookup,
        int adaptiveLength,
        boolean trace)
        implements Serializable {

    /** Greatest length of either kind, for a job as for a request. */
    public static final int MAX_LENGTH = 64;

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public SpeculationSettings {
        SpeculationOptions.ALLOWED_MODE.check(allowedMode);
        SpeculationOptions.DRAFT_LENGTH.check(draftLength);
        SpeculationOptions.QUALIFIER_LENGTH.check(qualifierLength);
        SpeculationOptions.TAU_TARGET.check(tauTarget);
        SpeculationOptions.TAU_QUALIFIER.check(tauQualifier);
        if (mode.isFreerThan(allowedMode)) {
            throw new IllegalArgumentException(
                    SpeculationOptions.MODE.refusal(
                            mode, SpeculationOptions.ALLOWED_MODE.atMost(allowedMode)));
        }
        if (tauQualifier > tauTarget) {
            throw new IllegalArgumentException(
                    SpeculationOptions.TAU_QUALIFIER.refusal(
                            tauQualifier, SpeculationOptions.TAU_TARGET.atMost(tauTarget)));
        }
    }

    /** The same for a job that adapts as {@code control} says. */
    SpeculationSettings under(ControlSettings control) {
        return new SpeculationSettings(
                mode,
                allowedMode,
                draftLength,
                qualifierLength,
                tauQualifier,
                tauTarget,
                divergence,
                promptLookup,
                control.mode() == ControlMode.ADAPTIVE ? control.maxCandidates() : 0,
                trace);
    }

    /** Most tokens that the draft proposes at a time, if a request's lengths may adapt or not. */
    public int draftLength(boolean adaptive) {
        return adaptive && adaptiveLength > 0 ? adaptiveLength : draftLength;
    }

    /** Most tokens that stand before the target verifies them, likewise. */
    public int qualifierLength(boolean adaptive) {
        return adaptive && adaptiveLength > 0 ? adaptiveLength : qualifierLength;
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static SpeculationSettings of(ReadableConfig config) {
        return new SpeculationSettings(
                        SpeculationOptions.MODE.get(config),
                        SpeculationOptions.ALLOWED_MODE.get(config),
                        SpeculationOptions.DRAFT_LENGTH.get(config),
                        SpeculationOptions.QUALIFIER_LENGTH.get(config),
                        SpeculationOptions.TAU_QUALIFIER.get(config),
                        SpeculationOptions.TAU_TARGET.get(config),
                        SpeculationOptions.DIVERGENCE.get(config),
                        SpeculationOptions.PROMPT_LOOKUP.get(config),
                        0,
                        SpeculationOptions.TRACE.get(config))
                .under(ControlSettings.of(config));
    }

    /** No tolerance, for any request. */
    public static SpeculationSettings lossless(
            SpeculationMode mode, int draftLength, int qualifierLength) {
        return new SpeculationSettings(
                mode,
                SpeculationMode.EXACT,
                draftLength,
                qualifierLength,
                0,
                0,
                Divergence.JS,
                false,
                0,
                false);
    }
}
