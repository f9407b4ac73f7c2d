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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The repeats of one cell of a benchmark, in the order of their repeat. */
public final class Samples {

    private final List<Run> runs = new ArrayList<>();

    public void add(Run run) {
        runs.add(run);
    }

    public List<Run> runs() {
        return runs;
    }

    /** All repeats as one run: for counts, not for times. */
    public Run sum() {
        return Run.sum(runs);
    }

    public double tokensPerSecond() {
        return median(runs.stream().map(Run::tokensPerSecond).toList());
    }

    /** Median of the repeats' ratios: both ran one after the other, on the same prompts. */
    public double speedUpOver(Samples other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            ratios.add(runs.get(i).tokensPerSecond() / other.runs.get(i).tokensPerSecond());
        }
        return median(ratios);
    }

    public static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The middle one of at least one, or the mean of the two in the middle. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The same of whole numbers. */
    public static double median(long... values) {
        return median(LongStream.of(values).asDoubleStream().toArray());
    }
}
