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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.decoder.Divergence;

import java.util.ArrayList;
import java.util.List;

/**
 * The settings that the ablation compares.
 *
 * @param lengths lengths of two-model speculation
 * @param pairs lengths ℓQ and ℓD of the pyramid
 * @param taus limits; fuzzy pairs have τQ ≤ τT, as in the paper
 * @param divergence what the limits are measured in
 */
record AblationGrid(
        List<Integer> lengths, List<int[]> pairs, List<Double> taus, Divergence divergence) {

    private static final List<Integer> PAPER_LENGTHS = List.of(1, 2, 3, 4, 5, 7, 10, 15, 20, 25);
    private static final List<Double> PAPER_TAUS = List.of(0.2, 0.3, 0.4, 0.5);

    /** Every setting of the paper's Tables 2 and 3, and the lossless pyramid. */
    static AblationGrid full(Divergence divergence) {
        List<int[]> pairs = new ArrayList<>();
        for (int qualifier : PAPER_LENGTHS) {
            for (int draft : PAPER_LENGTHS) {
                if (draft <= qualifier) {
                    pairs.add(new int[] {qualifier, draft});
                }
            }
        }
        return new AblationGrid(PAPER_LENGTHS, pairs, PAPER_TAUS, divergence);
    }

    /** Plain decoding first, then method by method. */
    List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        ways.add(Way.PLAIN);
        lengths.forEach(length -> ways.add(Way.sdDraft(length)));
        lengths.forEach(length -> ways.add(Way.sd(length)));
        for (double tau : taus) {
            lengths.forEach(length -> ways.add(Way.fsd(length, tau, divergence)));
        }
        for (int[] pair : pairs) {
            ways.add(Way.pyramid(pair[0], pair[1], 0, 0, divergence));
            for (double target : taus) {
                ways.add(Way.pyramid(pair[0], pair[1], 0, target, divergence));
                taus.stream()
                        .filter(qualifier -> qualifier <= target)
                        .forEach(
                                qualifier ->
                                        ways.add(
                                                Way.pyramid(
                                                        pair[0],
                                                        pair[1],
                                                        qualifier,
                                                        target,
                                                        divergence)));
            }
        }
        return ways;
    }
}
