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

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.passes.PassTimer;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long a forward pass of each model takes for one sequence, by the tokens that it is fed:
 * measured alone, not taken from the runs that it is to predict. Times of several calls add up; the
 * median counts.
 */
final class ForwardTimes {

    private final Family family;
    private final PassTimer timer;
    private final Map<ModelRole, NavigableMap<Integer, List<Double>>> millis =
            new EnumMap<>(ModelRole.class);

    ForwardTimes(Family family, double temperature) {
        this.family = family;
        this.timer = new PassTimer(temperature);
    }

    /** Times some passes of one model at one width, with a draw after every token. */
    void measure(ModelRole role, int width, int passes) {
        millis.computeIfAbsent(role, ignored -> new TreeMap<>())
                .computeIfAbsent(width, ignored -> new ArrayList<>())
                .addAll(timer.millis(family.decoder(role), 1, width, passes));
    }

    /** Milliseconds of a pass; between measured widths along a straight line. */
    double millis(ModelRole role, double width) {
        NavigableMap<Integer, List<Double>> times = millis.get(role);
        int low = times.floorKey((int) Math.max(times.firstKey(), Math.floor(width)));
        Integer high = times.higherKey(low);
        double below = Samples.median(times.get(low));
        if (high == null || width <= low) {
            return below;
        }
        double above = Samples.median(times.get(high));
        return below + (above - below) * (width - low) / (high - low);
    }

    /** What was measured: a row for each model and width. */
    Table table() {
        Table table = new Table("model", "tokens fed", "ms", "of one token's");
        millis.forEach(
                (role, times) ->
                        times.forEach(
                                (width, values) ->
                                        table.add(
                                                role.wireName(),
                                                width,
                                                Samples.median(values),
                                                Samples.median(values) / millis(role, 1))));
        return table;
    }
}
