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
package io.pyramidion.engine.policy.baseline;

import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;

import java.util.List;

/**
 * SmartSpec's rule (arXiv 2406.14066, as in the code that AdaSpec compares with): one draft length
 * for the whole batch, the one with the most expected tokens a second, from a running acceptance
 * rate and the time of passes. Draft and target alone. A request that tolerates other texts than
 * the target's keeps the lengths it asks for.
 *
 * <p>With B sequences and acceptance a, length k promises {@code B (1 - a^(k+1)) / (1 - a) / T(k)},
 * where {@code T(k)} is k passes of the draft and one of the target; plain decoding gets a bonus of
 * a tenth. SmartSpec profiles T offline; here the first rounds try a few lengths, and every pass is
 * learned from.
 */
public final class GoodputPolicy implements SpeculationPolicy {

    /** The longest draft of AdaSpec's evaluation, tokens. */
    public static final int MAX_LENGTH = 8;

    private static final double FIRST_ACCEPTANCE = 0.7;
    private static final double LOW_ACCEPTANCE = 0.3;
    private static final double RESET_ACCEPTANCE = 0.65;
    private static final double HIGHEST_ACCEPTANCE = 0.99;
    private static final double PLAIN_BONUS = 1.1;

    /** Weight of what came before a round against the round. */
    private static final double MEMORY = 0.95;

    /** Rounds at the start in which each length of the profile is tried. */
    private static final int PROFILE_ROUNDS = 2;

    private final int maxLength;
    private final int[] profile;
    private final PassTimes times = new PassTimes();
    private int profiled;
    private double drafted;
    private double accepted;

    public GoodputPolicy() {
        this(MAX_LENGTH);
    }

    /**
     * @param maxLength most tokens drafted for a sequence in a round, at least 1
     * @throws IllegalArgumentException if it is less
     */
    public GoodputPolicy(int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException(
                    "maxLength is " + maxLength + "; allowed: at least 1");
        }
        this.maxLength = maxLength;
        this.profile = new int[] {0, Math.min(2, maxLength), maxLength};
    }

    @Override
    public RoundPlan plan(List<Sequence> batch) {
        int length = batch.isEmpty() ? 0 : length(batch.size());
        return sequence -> DraftLengths.of(sequence, length);
    }

    private int length(int sequences) {
        if (profiled < PROFILE_ROUNDS * profile.length) {
            return profile[profiled++ % profile.length];
        }
        int best = 0;
        double highest = PLAIN_BONUS * goodput(sequences, 0);
        for (int length = 1; length <= maxLength; length++) {
            double goodput = goodput(sequences, length);
            if (goodput > highest) {
                best = length;
                highest = goodput;
            }
        }
        return best;
    }

    /** Expected tokens a nanosecond. */
    private double goodput(int sequences, int length) {
        double acceptance = acceptance();
        double tokens = (1 - Math.pow(acceptance, length + 1)) / (1 - acceptance);
        double nanos =
                length * times.nanos(ModelRole.DRAFT, sequences)
                        + times.nanos(ModelRole.TARGET, sequences * (length + 1));
        return sequences * tokens / Math.max(1, nanos);
    }

    /** The share of drafted tokens that the target keeps of late. */
    double acceptance() {
        double share = drafted == 0 ? FIRST_ACCEPTANCE : accepted / drafted;
        return share < LOW_ACCEPTANCE ? RESET_ACCEPTANCE : Math.min(share, HIGHEST_ACCEPTANCE);
    }

    @Override
    public void learn(RoundOutcome outcome) {
        outcome.passes().forEach(times::learn);
        int roundDrafted = 0;
        int roundAccepted = 0;
        for (RoundOutcome.Run run : outcome.runs()) {
            if (run.stage() == AcceptanceStage.DRAFT_TARGET) {
                roundDrafted += run.drafted();
                roundAccepted += run.accepted();
            }
        }
        if (roundDrafted > 0) {
            drafted = MEMORY * drafted + roundDrafted;
            accepted = MEMORY * accepted + roundAccepted;
        }
    }
}
