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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Tries arms that are not in use on a few sequences of which little is known, so that a change of
 * the traffic is seen: only where an arm might be better, and for at most a hundredth of the time
 * and one round.
 */
final class Exploration {

    private static final double SHARE = 0.01;

    /**
     * Time that is saved up at most for an arm, and that makes it worth looking for something to
     * try; rounds.
     */
    private static final double MOST_SAVED = 3;

    private static final double LEAST_SAVED = 0.04;

    /** Rounds' time that is there at once: what is found out first serves for longest. */
    private static final double SAVED_AT_FIRST = 1;

    private final List<Arm> arms;

    /**
     * Each arm saves its own share of the time: a dear one must not spend what a cheap one needs.
     */
    private final double[] saved;

    private double lastRound;
    private int turn;

    /**
     * @param arms those that the models allow
     */
    Exploration(List<Arm> arms) {
        this.arms = List.copyOf(arms);
        this.saved = new double[arms.size()];
    }

    void roundTook(long nanos) {
        double more = SHARE + (lastRound == 0 ? SAVED_AT_FIRST : 0);
        lastRound = nanos;
        Arrays.setAll(
                saved,
                arm -> Math.min(saved[arm] + more * nanos / saved.length, MOST_SAVED * nanos));
    }

    /**
     * Changes the arm of some sequences, if there is time for it.
     *
     * @param chosen who proposes for each sequence, by index
     */
    void choose(
            Arm[] chosen,
            Forecast forecast,
            Acceptances acceptances,
            PassCosts costs,
            ArmPlanner planner,
            double rate,
            Regime regime) {
        if (arms.isEmpty()) {
            return;
        }
        int purse = turn;
        turn = (turn + 1) % arms.size();
        if (saved[purse] < LEAST_SAVED * lastRound) {
            return;
        }
        Arm arm = arms.get(purse);
        Forecast hopeful =
                Forecast.of(
                        forecast.batch(),
                        acceptances,
                        regime.maxCandidates(),
                        forecast.pacing(),
                        true);
        // What a model costs is found out without another one.
        boolean alone = arm != Arm.DRAFT_QUALIFIER_TARGET;
        ArmPlan hoped = (alone ? planner.hopeful() : planner).plan(arm, hopeful, rate);
        List<Integer> worth = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            boolean unused =
                    chosen[i] == Arm.OFF && forecast.batch().get(i).speculation().adaptive();
            if (unused && hoped.lengths()[i] > 0) {
                worth.add(i);
            }
        }
        worth.sort(Comparator.comparingInt(i -> AdaptivePolicy.lag(forecast, i, arm)));
        for (int i : worth.subList(0, Math.min(worth.size(), 1 + chosen.length / 8))) {
            double regret = regret(forecast, i, arm, costs);
            if (regret > saved[purse]) {
                return;
            }
            saved[purse] -= regret;
            chosen[i] = arm;
        }
    }

    /** What it takes at most to try an arm on one sequence: its passes and what they read. */
    private static double regret(Forecast forecast, int i, Arm arm, PassCosts costs) {
        double nanos = 0;
        if (arm != Arm.QUALIFIER_TARGET) {
            nanos +=
                    2 * costs.decoding(ModelRole.DRAFT, 1)
                            + costs.reading(
                                    ModelRole.DRAFT, forecast.lag()[ModelRole.DRAFT.ordinal()][i]);
        }
        if (arm != Arm.DRAFT_TARGET) {
            nanos +=
                    2 * costs.decoding(ModelRole.QUALIFIER, 1)
                            + costs.reading(
                                    ModelRole.QUALIFIER,
                                    forecast.lag()[ModelRole.QUALIFIER.ordinal()][i]);
        }
        return nanos;
    }
}
