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
 * @param arm the arm in use
 * @param rounds rounds by their arm
 * @param planningShare share of the rounds' time that went into planning and learning
 * @param expectedNanos what the last round was expected to take, by the passes that it had
 * @param tokensPerSecond what the round in hand is expected to make
 */
public record PolicyFigures(
        Arm arm,
        Map<Arm, Long> rounds,
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

    /** How far predictions of a model's passes were off lately, as a share. */
    public double costError(ModelRole model) {
        return costs.error(model);
    }
}
