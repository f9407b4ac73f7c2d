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

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is left of the target's answers to tasks.
 *
 * @param accuracy share of tasks answered right, 0 to 1
 * @param loss accuracy of the target on the same tasks and seeds, less this
 * @param lossError standard error of {@code loss}
 * @param distance edits from the target's tokens, per token of the longer, mean; 0 to 1
 */
record TaskQuality(double accuracy, double loss, double lossError, double distance)
        implements Quality {

    /** Loss of accuracy up to which a setting counts as validated: one point. */
    private static final double ALLOWED_LOSS = 0.01;

    /** Compares outputs with the target's own on the same prompts and seeds. */
    static TaskQuality of(List<Run.Output> own, List<Run.Output> target) {
        MeanDifference lost = MeanDifference.of(target, own, output -> output.right() ? 1 : 0);
        return new TaskQuality(
                own.stream().mapToDouble(output -> output.right() ? 1 : 0).average().orElse(0),
                lost.mean(),
                lost.error(),
                IntStream.range(0, own.size())
                        .mapToDouble(
                                i -> Edits.distance(own.get(i).tokens(), target.get(i).tokens()))
                        .average()
                        .orElse(0));
    }

    @Override
    public boolean isValidated() {
        return loss <= ALLOWED_LOSS;
    }
}
