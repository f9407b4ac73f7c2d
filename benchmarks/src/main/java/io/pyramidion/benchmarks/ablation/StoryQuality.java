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

import io.pyramidion.benchmarks.run.MeanDifference;
import io.pyramidion.benchmarks.run.Run;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the target judges texts to which there is no right answer, beside its own samples: whether it
 * finds their tokens as likely, and whether they are as various. A text may be wrong in either
 * direction: smaller models write what the target finds unlikely, and what settles on the likeliest
 * words says the same to everybody.
 *
 * @param logProbability mean of a token by the target, at temperature 1, natural logarithm
 * @param loss the target's own mean on the same prompts and seeds, less this
 * @param lossError standard error of {@code loss}
 * @param variety mean of the edits between two texts for one prompt with other seeds, per token, 0
 *     to 1; NaN if there is one text for each
 * @param varietyLoss the target's own, less this
 * @param repetition share of the runs of four tokens that were in the same text before, 0 to 1
 */
record StoryQuality(
        double logProbability,
        double loss,
        double lossError,
        double variety,
        double varietyLoss,
        double repetition)
        implements Quality {

    /** A twentieth of a nat: the target finds a token 5 % more or less likely. */
    private static final double ALLOWED_LOSS = 0.05;

    private static final double ALLOWED_VARIETY_LOSS = 0.02;

    private static final int REPEATED = 4;

    /**
     * Compares outputs with the target's own on the same prompts and seeds.
     *
     * @param prompts number of prompts: the outputs for one seed follow those for another
     */
    static StoryQuality of(List<Run.Output> own, List<Run.Output> target, int prompts) {
        MeanDifference lost = MeanDifference.of(target, own, Run.Output::logProbability);
        double variety = variety(own, prompts);
        return new StoryQuality(
                own.stream().mapToDouble(Run.Output::logProbability).average().orElse(0),
                lost.mean(),
                lost.error(),
                variety,
                variety(target, prompts) - variety,
                own.stream()
                        .mapToDouble(output -> repetition(output.tokens()))
                        .average()
                        .orElse(0));
    }

    private static double variety(List<Run.Output> outputs, int prompts) {
        return IntStream.range(prompts, outputs.size())
                .mapToDouble(
                        i ->
                                Edits.distance(
                                        outputs.get(i).tokens(), outputs.get(i - prompts).tokens()))
                .average()
                .orElse(Double.NaN);
    }

    static double repetition(int[] tokens) {
        Set<List<Integer>> seen = new HashSet<>();
        int runs = Math.max(0, tokens.length - REPEATED + 1);
        for (int i = 0; i < runs; i++) {
            seen.add(Arrays.stream(tokens, i, i + REPEATED).boxed().toList());
        }
        return runs == 0 ? 0 : 1 - (double) seen.size() / runs;
    }

    @Override
    public boolean isValidated() {
        return Math.abs(loss) <= ALLOWED_LOSS && varietyLoss <= ALLOWED_VARIETY_LOSS;
    }
}
