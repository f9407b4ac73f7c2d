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
import java.util.Comparator;
import java.util.List;

/**
 * Tries arms that are not in use on a few sequences of which little is known, so that a change of
 * the traffic is seen: only where an arm might be better, and for at most a hundredth of the time.
 */
final class Exploration {

    private static final double SHARE = 0.01;

    /** Rounds' worth of time that is saved up at most. */
    private static final double MOST_ROUNDS = 30;

    private double saved;
    private double lastRound;
    private int turn;

    void roundTook(long nanos) {
        lastRound = nanos;
        saved = Math.min(saved + SHARE * nanos, most());
    }

    private double most() {
        return MOST_ROUNDS * SHARE * lastRound * 10;
    }

    /** Changes the arm of some sequences, if there is time for it. */
    void choose(
            Arm[] arms,
            Forecast forecast,
            Acceptances acceptances,
            PassCosts costs,
            ArmPlanner planner,
            double rate,
            Regime regime) {
        if (saved < SHARE * lastRound * 4) {
            return;
        }
        Arm arm = next(costs);
        if (arm == Arm.OFF) {
            return;
        }
        Forecast hopeful =
                Forecast.of(
                        forecast.batch(),
                        acceptances,
                        regime.maxCandidates(),
                        forecast.pacing(),
                        true);
        ArmPlan hoped = planner.plan(arm, hopeful, rate);
        List<Integer> worth = new ArrayList<>();
        for (int i = 0; i < arms.length; i++) {
            boolean unused = arms[i] == Arm.OFF && forecast.batch().get(i).speculation().adaptive();
            if (unused && hoped.lengths()[i] > 0) {
                worth.add(i);
            }
        }
        worth.sort(Comparator.comparingInt(i -> AdaptivePolicy.lag(forecast, i, arm)));
        for (int i : worth.subList(0, Math.min(worth.size(), 1 + arms.length / 8))) {
            double regret = regret(forecast, i, arm, costs);
            if (regret > saved) {
                // Its turn waits for it: the cheap arms would spend what a dear one needs.
                turn -= regret < most() ? 1 : 0;
                return;
            }
            saved -= regret;
            arms[i] = arm;
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

    private Arm next(PassCosts costs) {
        Arm[] all = {Arm.DRAFT_TARGET, Arm.QUALIFIER_TARGET, Arm.DRAFT_QUALIFIER_TARGET};
        for (int tried = 0; tried < all.length; tried++) {
            Arm arm = all[Math.floorMod(turn++, all.length)];
            boolean draft = arm == Arm.QUALIFIER_TARGET || costs.has(ModelRole.DRAFT);
            boolean qualifier = arm == Arm.DRAFT_TARGET || costs.has(ModelRole.QUALIFIER);
            if (draft && qualifier) {
                return arm;
            }
        }
        return Arm.OFF;
    }
}
