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
package io.pyramidion.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What all ways came to with one batch size, repeat by repeat. */
final class Measurements {

    private final int batch;
    private final Map<Way, List<Turn>> turns = new LinkedHashMap<>();

    Measurements(int batch) {
        this.batch = batch;
    }

    int batch() {
        return batch;
    }

    void add(Way way, Turn turn) {
        turns.computeIfAbsent(way, ignored -> new ArrayList<>()).add(turn);
    }

    /** The median of the repeats. */
    double median(Way way, ToDoubleFunction<Turn> figure) {
        return median(turns.get(way).stream().map(turn -> figure.applyAsDouble(turn)).toList());
    }

    /** The median of the repeats' ratios: both ran one after the other, on the same prompts. */
    double decodingOver(Way way, Way other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < turns.get(way).size(); i++) {
            ratios.add(turns.get(way).get(i).decoding() / turns.get(other).get(i).decoding());
        }
        return median(ratios);
    }

    Way bestPeer() {
        return turns.keySet().stream()
                .filter(Way::isPeer)
                .max(Comparator.comparingDouble(way -> median(way, Turn::decoding)))
                .orElseThrow();
    }

    /** Answers with the same text as another way's. */
    String same(Way way, Way as) {
        List<String> own = texts(way);
        List<String> others = texts(as);
        int same = 0;
        for (int i = 0; i < own.size(); i++) {
            same += own.get(i).equals(others.get(i)) ? 1 : 0;
        }
        return same + " of " + own.size();
    }

    private List<String> texts(Way way) {
        return turns.get(way).stream().flatMap(turn -> turn.answers().texts().stream()).toList();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
