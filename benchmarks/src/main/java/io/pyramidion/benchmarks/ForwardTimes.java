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
package io.pyramidion.benchmarks;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.ModelRole;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How long a forward pass of each model takes for one sequence, by the tokens that it is fed:
 * measured alone, not taken from the runs that it is to predict. Times of several calls add up; the
 * median counts.
 */
final class ForwardTimes {

    /** Cached tokens that a pass attends to: in the middle of a short generation. */
    private static final int CACHED = 64;

    private final Family family;
    private final SamplingParameters sampling;
    private final Map<ModelRole, NavigableMap<Integer, List<Double>>> millis =
            new EnumMap<>(ModelRole.class);

    ForwardTimes(Family family, double temperature) {
        this.family = family;
        this.sampling =
                new SamplingParameters(
                        temperature, 1, 0, 0, 1, CACHED, 0, List.of(), Set.of(), true);
    }

    /** Times some passes of one model at one width, with a draw after every token. */
    void measure(ModelRole role, int width, int passes) {
        Decoder decoder = family.decoder(role);
        Draw draw = new Draw(sampling, 1, Set.of());
        int[] context = new int[CACHED];
        int[] fed = new int[width];
        Row read = new Row(0, 0, context, List.of(draw));
        Row row = new Row(0, CACHED, fed, Collections.nCopies(width, draw));
        List<Double> times =
                millis.computeIfAbsent(role, ignored -> new TreeMap<>())
                        .computeIfAbsent(width, ignored -> new ArrayList<>());
        try (KvCache cache = decoder.allocate(1, CACHED + width)) {
            decoder.sample(cache, List.of(read));
            for (int i = -1; i < passes; i++) {
                long start = System.nanoTime();
                decoder.sample(cache, List.of(row));
                if (i >= 0) {
                    times.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
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
                                                role.name().toLowerCase(Locale.ROOT),
                                                width,
                                                Samples.median(values),
                                                Samples.median(values) / millis(role, 1))));
        return table;
    }
}
