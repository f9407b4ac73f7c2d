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
package io.pyramidion.simulation.decoder;

import io.pyramidion.simulation.profile.TextKind;

/**
 * How a model's margins are distributed over positions, and how often the target draws the same
 * token at each: tables by quantile of the margin. The shapes follow what was measured with the
 * bundled family at temperature 0.7 (stories: kept 31 % at a margin of 0.07, 99 % at 4.8; area
 * under the curve 0.79, and 0.66 of the probability alone; tasks 0.97 of both).
 */
final class ConfidenceCurve {

    private static final int LEVELS = 512;

    private static final ConfidenceCurve STORIES =
            new ConfidenceCurve(
                    new double[] {0, 0.06, 0.19, 0.38, 0.62, 0.85, 0.97, 1},
                    new double[] {0, 0.07, 0.26, 0.63, 1.34, 2.4, 4.8, 9},
                    new double[] {0.27, 0.31, 0.40, 0.61, 0.74, 0.94, 0.99, 0.998},
                    new Probability(0.5, 0.6, 0.95));

    private static final ConfidenceCurve TASKS =
            new ConfidenceCurve(
                    new double[] {0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1},
                    new double[] {0, 0.1, 0.4, 1.2, 3.5, 6, 9, 14},
                    new double[] {0.35, 0.47, 0.65, 0.90, 0.992, 0.999, 0.9997, 0.9999},
                    new Probability(1.2, 1.1, 0.25));

    /** The log odds of the drawn token's probability: {@code at + slope ln(margin)}, and chance. */
    private record Probability(double at, double slope, double chance) {}

    private final float[] margins = new float[LEVELS];
    private final double[] logits = new double[LEVELS];
    private final double[] logOdds = new double[LEVELS];
    private final double chance;

    private ConfidenceCurve(
            double[] quantiles, double[] margins, double[] kept, Probability probability) {
        this.chance = probability.chance();
        int part = 1;
        for (int level = 0; level < LEVELS; level++) {
            double quantile = (level + 0.5) / LEVELS;
            while (quantile > quantiles[part]) {
                part++;
            }
            double share =
                    (quantile - quantiles[part - 1]) / (quantiles[part] - quantiles[part - 1]);
            double margin = between(margins[part - 1], margins[part], share);
            this.margins[level] = (float) margin;
            this.logits[level] = between(logit(kept[part - 1]), logit(kept[part]), share);
            this.logOdds[level] = probability.at() + probability.slope() * Math.log(margin + 0.05);
        }
    }

    static ConfidenceCurve of(TextKind.Curve curve) {
        return switch (curve) {
            case STORIES -> STORIES;
            case TASKS -> TASKS;
        };
    }

    static int level(double quantile) {
        return (int) (quantile * LEVELS);
    }

    float margin(int level) {
        return margins[level];
    }

    /** Log odds that the target draws the same. */
    double logit(int level) {
        return logits[level];
    }

    /** Log odds of the drawn token's own probability. */
    double logOdds(int level, double normal) {
        return logOdds[level] + chance * normal;
    }

    /** What to add to each log odds so that a share is kept over positions and requests. */
    double shift(double share, double spread) {
        double low = -20;
        double high = 20;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (mean(middle, spread) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The share that is kept, over all margins and the normal spread of requests. */
    private double mean(double shift, double spread) {
        double sum = 0;
        double weights = 0;
        for (double normal = -3; normal <= 3; normal += 0.5) {
            double weight = Math.exp(-normal * normal / 2);
            for (int level = 0; level < LEVELS; level += 4) {
                sum += weight * sigmoid(logits[level] + shift + spread * normal);
                weights += weight;
            }
        }
        return sum / weights;
    }

    static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private static double logit(double share) {
        return Math.log(share / (1 - share));
    }

    private static double between(double from, double to, double share) {
        return from + (to - from) * share;
    }
}
