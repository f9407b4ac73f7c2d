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
package io.pyramidion.engine.speculation;

import io.pyramidion.engine.InvalidRequestException;

/**
 * Who may speculate for a request, how far ahead at most, and which proposals stand: what a round
 * does of it is its {@link RoundPlan}'s choice. Without tolerance it never changes a text.
 *
 * @param useDraft whether the draft model proposes
 * @param useQualifier whether the qualifier stands between draft and target, or proposes itself
 *     when there is no draft
 * @param draftLength tokens that the draft proposes per inner round (the paper's l_D), at least 1
 * @param qualifierLength tokens that stand before the target verifies them (the paper's l_Q), at
 *     least 1
 * @param promptLookup whether guesses from the text itself come before the first model; where no
 *     model proposes, the target verifies up to {@code draftLength} of them
 * @param tolerance how much of the target's say is given up
 * @param adaptive whether lengths are bounds, within which a policy may choose; otherwise every
 *     round is to keep to them
 * @param trace whether it is kept who proposed each token; changes nothing else
 */
public record Speculation(
        boolean useDraft,
        boolean useQualifier,
        int draftLength,
        int qualifierLength,
        boolean promptLookup,
        Tolerance tolerance,
        boolean adaptive,
        boolean trace) {

    /** Plain decoding: one token per forward pass of the target. */
    public static final Speculation OFF = new Speculation(false, false, 1, 1);

    public Speculation {
        check(draftLength, "speculation.draft_length");
        check(qualifierLength, "speculation.qualifier_length");
    }

    /** Without a trace. */
    public Speculation(
            boolean useDraft,
            boolean useQualifier,
            int draftLength,
            int qualifierLength,
            boolean promptLookup,
            Tolerance tolerance,
            boolean adaptive) {
        this(
                useDraft,
                useQualifier,
                draftLength,
                qualifierLength,
                promptLookup,
                tolerance,
                adaptive,
                false);
    }

    /** Adaptive where that cannot change a text. */
    public Speculation(
            boolean useDraft,
            boolean useQualifier,
            int draftLength,
            int qualifierLength,
            boolean promptLookup,
            Tolerance tolerance) {
        this(
                useDraft,
                useQualifier,
                draftLength,
                qualifierLength,
                promptLookup,
                tolerance,
                tolerance.mode() == SpeculationMode.EXACT);
    }

    /** Exact speculation by models alone. */
    public Speculation(
            boolean useDraft, boolean useQualifier, int draftLength, int qualifierLength) {
        this(useDraft, useQualifier, draftLength, qualifierLength, false, Tolerance.NONE);
    }

    /** Whether anything is proposed. */
    public boolean enabled() {
        return useDraft || useQualifier || promptLookup;
    }

    /** The name of the {@link SpeculationMode} that the text comes about by. */
    public String modeName() {
        if (!enabled()) {
            return SpeculationMode.OFF.toString();
        }
        boolean proposed = useDraft || useQualifier;
        return (proposed ? tolerance.mode() : SpeculationMode.EXACT).toString();
    }

    /** The same speculation with what {@code hasDraft} and {@code hasQualifier} leave of it. */
    public Speculation within(boolean hasDraft, boolean hasQualifier) {
        return new Speculation(
                useDraft && hasDraft,
                useQualifier && hasQualifier,
                draftLength,
                qualifierLength,
                promptLookup,
                tolerance,
                adaptive,
                trace);
    }

    /** The same with or without a trace. */
    public Speculation traced(boolean wanted) {
        return new Speculation(
                useDraft,
                useQualifier,
                draftLength,
                qualifierLength,
                promptLookup,
                tolerance,
                adaptive,
                wanted);
    }

    /** The same with another tolerance. */
    Speculation with(Tolerance other) {
        return new Speculation(
                useDraft,
                useQualifier,
                draftLength,
                qualifierLength,
                promptLookup,
                other,
                adaptive,
                trace);
    }

    /** Whether a model takes part. */
    public boolean uses(ModelRole role) {
        return switch (role) {
            case DRAFT -> useDraft;
            case QUALIFIER -> useQualifier;
            case TARGET -> true;
        };
    }

    /** Most tokens that may stand before the target verifies them, whoever proposes. */
    public int maxCandidates() {
        if (!enabled()) {
            return 0;
        }
        return useQualifier ? Math.max(draftLength, qualifierLength) : draftLength;
    }

    private static void check(int length, String field) {
        if (length < 1) {
            throw new InvalidRequestException(
                    field, field + " is " + length + "; allowed: at least 1");
        }
    }
}
