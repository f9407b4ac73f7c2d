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
package io.pyramidion.benchmarks.simulate;

import io.pyramidion.benchmarks.report.Table;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** How much shorter our mean latency is than other ways', at the same load. */
final class Factors {

    private static final String OURS = "adaptive";

    private Factors() {}

    static Table table(List<Cell> cells) {
        Table table =
                new Table(
                        "profile",
                        "load",
                        "adaptive, end to end ms",
                        "× shorter than plain",
                        "than the best fixed",
                        "than the worst fixed",
                        "than threshold",
                        "than smartspec",
                        "as wanted",
                        "best other, as wanted");
        for (Cell ours : cells) {
            if (ours.way().equals(OURS)) {
                List<Cell> others =
                        cells.stream()
                                .filter(c -> c.profile().equals(ours.profile()))
                                .filter(c -> c.load() == ours.load() && c != ours)
                                .toList();
                table.add(
                        ours.profile(),
                        ours.load(),
                        ours.endToEnd(),
                        shorter(ours, others, way -> way.equals("plain"), 1),
                        shorter(ours, others, way -> way.startsWith("fixed"), 1),
                        shorter(ours, others, way -> way.startsWith("fixed"), -1),
                        shorter(ours, others, way -> way.equals("threshold"), 1),
                        shorter(ours, others, way -> way.equals("smartspec"), 1),
                        ours.attainment(),
                        others.stream().mapToDouble(Cell::attainment).max().orElse(Double.NaN));
            }
        }
        return table;
    }

    /**
     * The ratio to the shortest of some ways, or the longest if {@code order} is -1.
     *
     * @return not a number if none of them was run
     */
    private static double shorter(Cell ours, List<Cell> others, Predicate<String> ways, int order) {
        ToDoubleFunction<Cell> key = cell -> order * cell.endToEnd();
        Optional<Cell> best =
                others.stream()
                        .filter(cell -> ways.test(cell.way()))
                        .min((a, b) -> Double.compare(key.applyAsDouble(a), key.applyAsDouble(b)));
        return best.map(cell -> cell.endToEnd() / ours.endToEnd()).orElse(Double.NaN);
    }
}
