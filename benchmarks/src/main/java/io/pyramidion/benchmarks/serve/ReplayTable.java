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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Samples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** How near the simulation comes to what was measured, by load and policy. */
final class ReplayTable {

    private static final double NEAR = 0.15;

    /** A figure that both have. */
    private enum Figure {
        THROUGHPUT("tokens/s", Replay.Figures::tokensPerSecond),
        MEAN("mean ms", Replay.Figures::meanEndToEnd),
        TAIL("p99 ms", Replay.Figures::highEndToEnd);

        private final String label;
        private final ToDoubleFunction<Replay.Figures> of;

        Figure(String label, ToDoubleFunction<Replay.Figures> of) {
            this.label = label;
            this.of = of;
        }
    }

    private record Row(double load, Policy policy, Replay.Figures real, Replay.Figures simulated) {

        double ratio(Figure figure) {
            return figure.of.applyAsDouble(simulated) / figure.of.applyAsDouble(real);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    ReplayTable(ServeResults results, Replay replay, ToIntFunction<String> read) {
        for (double load : results.loads()) {
            for (Policy policy : results.policies()) {
                List<Window> windows = results.of(load, policy);
                rows.add(
                        new Row(
                                load,
                                policy,
                                Replay.real(windows),
                                replay.simulated(results, policy, windows, read)));
            }
        }
    }

    /** For each figure, how many cells come within 15 %, and by how much the median one is off. */
    String verdict() {
        List<String> parts = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            List<Double> errors =
                    rows.stream().map(row -> Math.abs(row.ratio(figure) - 1)).toList();
            long near = errors.stream().filter(error -> error <= NEAR).count();
            parts.add(
                    "%s: %d of %d cells, median error %.0f %%"
                            .formatted(
                                    figure.label, near, rows.size(), 100 * Samples.median(errors)));
        }
        return "Within 15 % of what was measured: " + String.join("; ", parts) + ".";
    }

    Table table() {
        List<String> header = new ArrayList<>(List.of("load", "policy"));
        for (Figure figure : Figure.values()) {
            header.addAll(List.of(figure.label, "simulated", "ratio"));
        }
        Table table = new Table(header.toArray(new String[0]));
        for (Row row : rows) {
            List<Object> cells = new ArrayList<>(List.of(row.load(), row.policy().name()));
            for (Figure figure : Figure.values()) {
                cells.add(figure.of.applyAsDouble(row.real()));
                cells.add(figure.of.applyAsDouble(row.simulated()));
                cells.add(row.ratio(figure));
            }
            table.add(cells.toArray());
        }
        return table;
    }
}
