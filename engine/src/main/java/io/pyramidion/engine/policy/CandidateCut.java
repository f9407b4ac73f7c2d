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

import io.pyramidion.engine.speculation.ModelRole;

import java.util.Arrays;
import java.util.Objects;

/**
 * Which candidates of a batch the target reads (SpecServe's confidence-prior verifier): those of
 * the best chances, as many as bring more than the time by which they make its pass longer. What is
 * dropped was proposed already; in mode exact dropping it changes no text, because a token stands
 * only if the target draws it too.
 */
final class CandidateCut {

    private final PassCosts costs;
    private final double rate;

    /**
     * @param rate tokens per nanosecond that time is worth
     */
    CandidateCut(PassCosts costs, double rate) {
        this.costs = costs;
        this.rate = rate;
    }

    /**
     * Cuts off what is not worth being read.
     *
     * @param chances chance that each candidate of a sequence stands, falling along it; null for a
     *     sequence whose candidates all stay
     * @param others tokens that the target reads in any case
     * @return for each sequence how many candidates stay
     */
    int[] kept(double[][] chances, int others) {
        double limit = limit(chances, others);
        int[] kept = new int[chances.length];
        for (int i = 0; i < kept.length; i++) {
            while (chances[i] != null
                    && kept[i] < chances[i].length
                    && chances[i][kept[i]] >= limit) {
                kept[i]++;
            }
        }
        return kept;
    }

    /** Chance of the last candidate that is worth it. */
    private double limit(double[][] chances, int others) {
        double[] ranked =
                Arrays.stream(chances)
                        .filter(Objects::nonNull)
                        .flatMapToDouble(Arrays::stream)
                        .sorted()
                        .toArray();
        double without = costs.decoding(ModelRole.TARGET, others);
        double gain = 0;
        double best = 0;
        double limit = Double.POSITIVE_INFINITY;
        for (int read = 1; read <= ranked.length; read++) {
            double chance = ranked[ranked.length - read];
            gain += chance;
            double longer = costs.decoding(ModelRole.TARGET, others + read) - without;
            if (gain - rate * longer >= best) {
                best = gain - rate * longer;
                limit = chance;
            }
        }
        return limit;
    }
}
