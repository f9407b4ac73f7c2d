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
package io.pyramidion.benchmarks.run;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * By how much two lists of outputs for the same prompts and seeds differ in a measure.
 *
 * @param mean of the first's less the second's
 * @param error standard error of the mean; 0 for a single pair
 */
public record MeanDifference(double mean, double error) {

    /** Of outputs of the same prompts and seeds, in the same order. */
    public static MeanDifference of(
            List<Run.Output> first, List<Run.Output> second, ToDoubleFunction<Run.Output> measure) {
        int count = first.size();
        double[] differences =
                IntStream.range(0, count)
                        .mapToDouble(
                                i ->
                                        measure.applyAsDouble(first.get(i))
                                                - measure.applyAsDouble(second.get(i)))
                        .toArray();
        double mean =
                IntStream.range(0, count).mapToDouble(i -> differences[i]).average().orElse(0);
        double squares =
                IntStream.range(0, count)
                        .mapToDouble(i -> (differences[i] - mean) * (differences[i] - mean))
                        .sum();
        return new MeanDifference(mean, Math.sqrt(squares / count / Math.max(1, count - 1)));
    }
}
