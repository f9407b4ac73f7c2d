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
package io.pyramidion.benchmarks.adapt;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, and how the contenders compare. */
final class AdaptResults {

    private final List<Contender> contenders;
    private final Map<Cell, Map<Contender, Series>> cells = new LinkedHashMap<>();

    /**
     * @param contenders plain decoding and the adaptive policy among them
     */
    AdaptResults(List<Contender> contenders) {
        this.contenders = List.copyOf(contenders);
    }

    void add(Cell cell, Contender contender, Turn turn) {
        cells.computeIfAbsent(cell, none -> new LinkedHashMap<>())
                .computeIfAbsent(contender, none -> new Series())
                .add(turn);
    }

    List<Contender> contenders() {
        return contenders;
    }

    List<Cell> cells() {
        return List.copyOf(cells.keySet());
    }

    Series of(Cell cell, Contender contender) {
        return cells.get(cell).get(contender);
    }

    /** Speed relative to plain decoding. */
    double factor(Cell cell, Contender contender) {
        return of(cell, contender).over(of(cell, Contender.PLAIN));
    }

    Contender adaptive() {
        return contenders.stream()
                .filter(each -> each.kind() == Contender.Kind.ADAPTIVE)
                .findFirst()
                .orElseThrow();
    }

    /** The fixed setting that was fastest here; plain decoding is one. */
    Contender bestFixed(Cell cell) {
        return contenders.stream()
                .filter(Contender::isFixed)
                .max(Comparator.comparingDouble(each -> factor(cell, each)))
                .orElseThrow();
    }

    /** The fixed setting that was fastest over all cells, by the geometric mean of its factors. */
    Contender bestSingle() {
        return contenders.stream()
                .filter(Contender::isFixed)
                .max(Comparator.comparingDouble(this::meanFactor))
                .orElseThrow();
    }

    /** Geometric mean of a contender's factors over all cells. */
    double meanFactor(Contender contender) {
        return Math.exp(
                cells.keySet().stream()
                        .mapToDouble(cell -> Math.log(factor(cell, contender)))
                        .average()
                        .orElseThrow());
    }

    /** The adaptive policy's expected and true acceptance over all cells. */
    Calibration calibration() {
        Predictions sum = new Predictions();
        cells.values().forEach(all -> sum.add(all.get(adaptive()).predictions()));
        return sum.acceptance();
    }

    /** Texts that are not those of plain decoding, over all cells. */
    int differing(Contender contender) {
        return cells.values().stream()
                .mapToInt(all -> all.get(contender).differing(all.get(Contender.PLAIN)))
                .sum();
    }

    /** Texts that were compared, over all cells. */
    int texts(Contender contender) {
        return cells.values().stream().mapToInt(all -> all.get(contender).texts()).sum();
    }
}
