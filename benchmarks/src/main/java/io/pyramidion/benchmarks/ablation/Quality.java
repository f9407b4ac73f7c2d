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

import io.pyramidion.benchmarks.run.Run;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is left of the target's answers.
 *
 * @param accuracy share of tasks answered right, 0 to 1
 * @param loss accuracy of the target on the same tasks and seeds, less this
 * @param lossError standard error of {@code loss}
 * @param distance edits from the target's tokens, per token of the longer, mean; 0 to 1
 */
record Quality(double accuracy, double loss, double lossError, double distance) {

    /** Compares outputs with the target's own on the same prompts and seeds. */
    static Quality of(List<Run.Output> own, List<Run.Output> target) {
        int count = own.size();
        double[] losses =
                IntStream.range(0, count)
                        .mapToDouble(i -> right(target.get(i)) - right(own.get(i)))
                        .toArray();
        double loss = IntStream.range(0, count).mapToDouble(i -> losses[i]).average().orElse(0);
        double squares =
                IntStream.range(0, count)
                        .mapToDouble(i -> (losses[i] - loss) * (losses[i] - loss))
                        .sum();
        return new Quality(
                own.stream().mapToDouble(Quality::right).average().orElse(0),
                loss,
                Math.sqrt(squares / count / Math.max(1, count - 1)),
                IntStream.range(0, count)
                        .mapToDouble(i -> distance(own.get(i).tokens(), target.get(i).tokens()))
                        .average()
                        .orElse(0));
    }

    private static double right(Run.Output output) {
        return output.right() ? 1 : 0;
    }

    /** Levenshtein's distance over the length of the longer, 0 to 1. */
    static double distance(int[] a, int[] b) {
        int[] above = IntStream.rangeClosed(0, b.length).toArray();
        for (int i = 1; i <= a.length; i++) {
            int[] row = new int[b.length + 1];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return (double) above[b.length] / Math.max(1, Math.max(a.length, b.length));
    }
}
