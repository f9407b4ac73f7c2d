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

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.Map;

/**
 * What an {@link AdaptivePolicy} knows and does, for metrics and measurements. Read it on the
 * thread that runs the rounds.
 *
 * @param arm what the last round used; before the first, what it would use
 * @param rounds rounds with a sequence that adapts, by their arm
 * @param candidates tokens that the target read in order to verify them, of all rounds
 * @param pruned tokens that were proposed and left out before the target's pass, of all rounds
 * @param meanCandidates tokens that the target verified for one sequence in a recent round
 * @param planningShare share of all time that went into planning and learning between rounds
 * @param expectedNanos what the last round was expected to take, by the passes that it had
 * @param tokensPerSecond what the round in hand is expected to make
 */
public record PolicyFigures(
        Arm arm,
        Map<Arm, Long> rounds,
        long candidates,
        long pruned,
        double meanCandidates,
        Acceptances acceptances,
        PassCosts costs,
        double planningShare,
        double expectedNanos,
        double tokensPerSecond) {

    /** Expected against true acceptance of a stage. */
    public Calibration calibration(AcceptanceStage stage) {
        return acceptances.calibration(stage);
    }

    /** Share of lately proposed tokens that a stage's verifier kept. */
    public double acceptance(AcceptanceStage stage) {
        return acceptances.share(stage);
    }

    /** Whether a model is there. */
    public boolean has(ModelRole model) {
        return costs.has(model);
    }

    /** Predicted nanoseconds of a pass of a model that is there, over one position. */
    public double stepNanos(ModelRole model) {
        return costs.step(model);
    }

    /** How many times as long as in the profile all passes take at the moment. */
    public double machineSlowness() {
        return costs.machineSlowness();
    }

    /** How far predictions of a model's passes were off lately, as a share. */
    public double costError(ModelRole model) {
        return costs.error(model);
    }
}
