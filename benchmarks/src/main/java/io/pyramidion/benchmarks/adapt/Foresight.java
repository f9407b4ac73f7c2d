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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.speculation.AcceptanceStage;

import java.util.Optional;

/** What a policy that predicts says of its predictions. Asked between two rounds. */
interface Foresight {

    /** Of all tokens so far. */
    Calibration calibration();

    /** What it thought that the last round would take, nanoseconds; NaN if it did not say. */
    double predictedNanos();

    /** That of a policy, if it has any. */
    static Optional<Foresight> of(SpeculationPolicy policy) {
        if (policy instanceof AdaptivePolicy adaptive) {
            return Optional.of(of(adaptive));
        }
        return policy instanceof Foresight foresight ? Optional.of(foresight) : Optional.empty();
    }

    private static Foresight of(AdaptivePolicy policy) {
        return new Foresight() {
            @Override
            public Calibration calibration() {
                Calibration all = Calibration.NONE;
                for (AcceptanceStage stage : AcceptanceStage.values()) {
                    var of = policy.figures().calibration(stage);
                    all =
                            all.plus(
                                    new Calibration(
                                            of.totalSeen(), of.totalExpected(), of.totalKept()));
                }
                return all;
            }

            @Override
            public double predictedNanos() {
                return policy.figures().expectedNanos();
            }
        };
    }
}
