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

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;

import java.util.EnumMap;
import java.util.Map;

/**
 * How long a forward pass takes, as a straight line over the tokens fed, for each model: the time
 * model of SmartSpec, fitted to the passes that were run instead of offline. Older passes count
 * less, so that growing contexts and a busy machine are followed.
 */
final class PassTimes {

    private static final double MEMORY = 0.995;

    private final Map<ModelRole, Line> lines = new EnumMap<>(ModelRole.class);

    /** Takes note of a pass; those that read prompts alone are passed over. */
    void learn(RoundOutcome.Pass pass) {
        if (pass.draws() > 0) {
            lines.computeIfAbsent(pass.model(), role -> new Line())
                    .add(pass.positions(), pass.nanos());
        }
    }

    /** Nanoseconds of a pass of so many tokens; 0 as long as nothing is known of the model. */
    double nanos(ModelRole role, int positions) {
        Line line = lines.get(role);
        return line == null ? 0 : line.at(positions);
    }

    /** A weighted least-squares fit that never falls. */
    private static final class Line {

        private double weight;
        private double meanX;
        private double meanY;
        private double varianceX;
        private double covariance;

        void add(double x, double y) {
            weight = MEMORY * weight + 1;
            double share = 1 / weight;
            double dx = x - meanX;
            double dy = y - meanY;
            meanX += share * dx;
            meanY += share * dy;
            varianceX = (1 - share) * (varianceX + share * dx * dx);
            covariance = (1 - share) * (covariance + share * dx * dy);
        }

        double at(double x) {
            double slope = varianceX > 0 ? Math.max(0, covariance / varianceX) : 0;
            return Math.max(0, meanY + slope * (x - meanX));
        }
    }
}
