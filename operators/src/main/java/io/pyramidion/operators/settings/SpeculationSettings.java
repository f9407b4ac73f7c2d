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
 */
public record SpeculationSettings(
        SpeculationMode mode,
        SpeculationMode allowedMode,
        int draftLength,
        int qualifierLength,
        double tauQualifier,
        double tauTarget,
        Divergence divergence,
        boolean promptLookup)
        implements Serializable {

    /** Greatest length of either kind, for a job as for a request. */
    public static final int LONGEST = 64;

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public SpeculationSettings {
        Limits.between(1, LONGEST, draftLength, "speculation.draft-length");
        Limits.between(1, LONGEST, qualifierLength, "speculation.qualifier-length");
        if (mode.isFreerThan(allowedMode)) {
            throw new IllegalArgumentException(
                    "speculation.mode is " + mode + "; allowed: at most " + allowedMode);
        }
        Limits.finite(tauTarget, "speculation.tau-target");
        Limits.finite(tauQualifier, "speculation.tau-qualifier");
        if (tauQualifier > tauTarget) {
            throw new IllegalArgumentException(
                    "speculation.tau-qualifier is "
                            + tauQualifier
                            + "; allowed: at most speculation.tau-target, which is "
                            + tauTarget);
        }
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
                false);
    }
}
