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

import io.pyramidion.engine.speculation.Objective;
import io.pyramidion.engine.speculation.Sequence;

import java.util.Arrays;
import java.util.List;

/**
 * How long a round may take so that every paced sequence keeps its time per output token: what it
 * has in hand, and the time of the tokens that it is to get. A sequence that cannot keep its time
 * even by plain decoding bounds nothing: it gets what is best for all, and is counted as missed.
 */
final class Pacing {

    /** Share of the time that is left unused: predictions are not perfect. */
    private static final double RESERVE = 0.1;

    private final double[] slack;
    private final double[] perToken;
    private boolean bounds;

    private Pacing(double[] slack, double[] perToken) {
        this.slack = slack;
        this.perToken = perToken;
        this.bounds = Arrays.stream(perToken).anyMatch(Double::isFinite);
    }

    /**
     * @param now nanoseconds of the scheduler's clock
     * @param plainNanos what a round of plain decoding would take
     */
    static Pacing of(List<Sequence> batch, long now, double plainNanos) {
        double[] slack = new double[batch.size()];
        double[] perToken = new double[batch.size()];
        Arrays.fill(perToken, Double.POSITIVE_INFINITY);
        for (int i = 0; i < slack.length; i++) {
            Sequence sequence = batch.get(i);
            Objective objective = sequence.objective();
            if (objective.isPaced() && sequence.firstTokenAt().isPresent()) {
                double wanted = objective.tpotNanos() * (1 - RESERVE);
                double inHand =
                        wanted * (sequence.generatedCount() - 1)
                                - (now - sequence.firstTokenAt().getAsLong());
                if (canKeep(inHand, wanted, plainNanos, sequence.room() + 1)) {
                    slack[i] = inHand;
                    perToken[i] = wanted;
                }
            }
        }
        return new Pacing(slack, perToken);
    }

    /** In this round, or by its last token if all rounds to come are plain. */
    private static boolean canKeep(double inHand, double wanted, double plain, int toCome) {
        return plain <= inHand + wanted || toCome * plain <= inHand + toCome * wanted;
    }

    /** Whether any sequence bounds the round. */
    boolean bounds() {
        return bounds;
    }

    /**
     * Whether all keep their time.
     *
     * @param nanos what the round takes
     * @param expected tokens that each sequence may expect of it, by index
     */
    boolean allows(double nanos, double[] expected) {
        if (!bounds) {
            return true;
        }
        for (int i = 0; i < slack.length; i++) {
            if (nanos > slack[i] + perToken[i] * expected[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Nanoseconds that the round may take beyond {@code nanos}; infinite if nothing bounds it.
     *
     * @param expected as for {@link #allows}
     */
    double left(double nanos, double[] expected) {
        double left = Double.POSITIVE_INFINITY;
        for (int i = 0; i < slack.length; i++) {
            left = Math.min(left, slack[i] + perToken[i] * expected[i] - nanos);
        }
        return left;
    }
}
