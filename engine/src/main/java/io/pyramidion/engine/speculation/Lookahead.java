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

/**
 * What one round tries for one sequence: who proposes, and how far ahead (PyramidSD, section 3.2:
 * l_D drafted tokens at a time until exactly l_Q stand). An end token ends it earlier.
 *
 * @param draft whether the draft model proposes
 * @param qualifier whether the qualifier stands between draft and target, or proposes itself when
 *     there is no draft
 * @param promptLookup whether guesses from the text itself come before the first model, or before
 *     the target where no model proposes
 * @param draftLength tokens that the draft proposes at a time for a qualifier; without one it
 *     proposes all the candidates at once
 * @param candidates tokens that stand before the target verifies them; 0 for plain decoding
 */
public record Lookahead(
        boolean draft, boolean qualifier, boolean promptLookup, int draftLength, int candidates) {

    /** Plain decoding. */
    public static final Lookahead NONE = new Lookahead(false, false, false, 0, 0);

    /** Everything that a request asks for. */
    public static Lookahead of(Speculation wish) {
        int candidates = wish.useQualifier() ? wish.qualifierLength() : wish.draftLength();
        return new Lookahead(
                wish.useDraft(),
                wish.useQualifier(),
                wish.promptLookup(),
                wish.draftLength(),
                wish.enabled() ? candidates : 0);
    }

    /** What is left of it within a request's bounds and {@code room} for candidates. */
    Lookahead within(Speculation bounds, int room) {
        return new Lookahead(
                draft && bounds.useDraft(),
                qualifier && bounds.useQualifier(),
                promptLookup && bounds.promptLookup(),
                Math.min(draftLength, bounds.draftLength()),
                Math.min(candidates, Math.min(bounds.maxCandidates(), room)));
    }

    /** The same with so many candidates. */
    Lookahead withCandidates(int count) {
        return new Lookahead(draft, qualifier, promptLookup, draftLength, count);
    }

    /** Whether a model proposes. */
    boolean byModel() {
        return draft || qualifier;
    }

    /** Candidates still to come before the target verifies; 0 once all stand. */
    int missing(Sequence sequence) {
        boolean nobody = !byModel() && !promptLookup;
        return nobody || ends(sequence)
                ? 0
                : Math.max(0, candidates - sequence.tokens().candidates());
    }

    /** Tokens that the draft shall propose next. */
    int proposals(Sequence sequence) {
        if (!draft) {
            return 0;
        }
        int missing = missing(sequence);
        // The qualifier adds a token of its own to whatever it accepts.
        return qualifier ? Math.min(draftLength, Math.max(0, missing - 1)) : missing;
    }

    /** Who proposes. */
    public Arm arm() {
        if (candidates == 0) {
            return Arm.OFF;
        }
        if (draft) {
            return qualifier ? Arm.DRAFT_QUALIFIER_TARGET : Arm.DRAFT_TARGET;
        }
        if (qualifier) {
            return Arm.QUALIFIER_TARGET;
        }
        return promptLookup ? Arm.PROMPT_LOOKUP : Arm.OFF;
    }

    /** The stage that verifies what a model proposes. */
    AcceptanceStage stage(ModelRole proposer) {
        return proposer == ModelRole.DRAFT && qualifier
                ? AcceptanceStage.DRAFT_QUALIFIER
                : arm().lastStage();
    }

    /** Whether a verifier will ask how far from it the distributions are that a model drew from. */
    boolean isCompared(ModelRole proposer, Tolerance tolerance) {
        return switch (proposer) {
            case DRAFT -> tolerance.of(qualifier ? ModelRole.QUALIFIER : ModelRole.TARGET) > 0;
            case QUALIFIER -> tolerance.target() > 0;
            case TARGET -> false;
        };
    }

    /** Whether the last candidate would end the generation: nothing may follow it. */
    private static boolean ends(Sequence sequence) {
        TokenBuffer tokens = sequence.tokens();
        return tokens.candidates() > 0 && sequence.endsWith(tokens.get(tokens.standing() - 1));
    }
}
