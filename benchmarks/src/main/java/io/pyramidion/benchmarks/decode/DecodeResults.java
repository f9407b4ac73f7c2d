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
package io.pyramidion.benchmarks.decode;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the decode benchmark measured, by cell. */
final class DecodeResults {

    /** One way on one kind of prompts at one batch size. */
    record Cell(String set, int batch, Way way) {}

    private final Family family;
    private final List<Way> ways;
    private final double bandwidth;
    private final Map<Cell, Samples> samples = new LinkedHashMap<>();

    /**
     * @param bandwidth measured, bytes a second
     */
    DecodeResults(Family family, List<Way> ways, double bandwidth) {
        this.family = family;
        this.ways = List.copyOf(ways);
        this.bandwidth = bandwidth;
    }

    List<Way> ways() {
        return ways;
    }

    double bandwidth() {
        return bandwidth;
    }

    void add(Cell cell, Run run) {
        samples.computeIfAbsent(cell, ignored -> new Samples()).add(run);
    }

    Map<Cell, Samples> samples() {
        return samples;
    }

    Samples of(String set, int batch, Way way) {
        return samples.get(new Cell(set, batch, way));
    }

    List<String> sets() {
        return samples.keySet().stream().map(Cell::set).distinct().toList();
    }

    List<Integer> batches() {
        return samples.keySet().stream().map(Cell::batch).distinct().toList();
    }

    /** The fastest two-model way that keeps the text, with the qualifier as the paper has it. */
    Samples bestSd(String set, int batch) {
        return best(set, batch, Way.Method.SD);
    }

    private Samples best(String set, int batch, Way.Method method) {
        Samples best = null;
        for (Way way : ways) {
            Samples found = of(set, batch, way);
            if (way.method() == method
                    && (best == null || found.tokensPerSecond() > best.tokensPerSecond())) {
                best = found;
            }
        }
        return best == null ? of(set, batch, Way.PLAIN) : best;
    }

    /** The least time in which a model's weights can be read once, milliseconds. */
    double floorMillis(ModelRole role) {
        return family.weightBytes(role) * 1e3 / bandwidth;
    }

    /** Sequences whose tokens are those of plain decoding. */
    long identical(Cell cell) {
        List<Run.Output> plain = of(cell.set(), cell.batch(), Way.PLAIN).sum().outputs();
        List<Run.Output> own = samples.get(cell).sum().outputs();
        long same = 0;
        for (int i = 0; i < own.size(); i++) {
            same += Arrays.equals(own.get(i).tokens(), plain.get(i).tokens()) ? 1 : 0;
        }
        return same;
    }
}
