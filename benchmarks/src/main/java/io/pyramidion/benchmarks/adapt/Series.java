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

import io.pyramidion.benchmarks.run.Samples;

import java.util.ArrayList;
import java.util.List;

/** The turns of one contender in one cell, in the order of their repeat. */
final class Series {

    private final List<Turn> turns = new ArrayList<>();

    void add(Turn turn) {
        turns.add(turn);
    }

    List<Turn> turns() {
        return turns;
    }

    double tokensPerSecond() {
        return Samples.median(turns.stream().map(Turn::tokensPerSecond).toList());
    }

    /** The repeats' ratios: both had the same requests, shortly after one another. */
    List<Double> ratios(Series other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            ratios.add(turns.get(i).tokensPerSecond() / other.turns.get(i).tokensPerSecond());
        }
        return ratios;
    }

    /** Median of the ratios. */
    double over(Series other) {
        return Samples.median(ratios(other));
    }

    /** What was decided in all turns together. */
    Decisions decisions() {
        Decisions sum = new Decisions();
        turns.forEach(turn -> sum.add(turn.decisions()));
        return sum;
    }

    /** What was predicted in all turns together. */
    Predictions predictions() {
        Predictions sum = new Predictions();
        turns.forEach(turn -> sum.add(turn.predictions()));
        return sum;
    }

    /** Share of the time that was spent inside the policy, 0 to 1. */
    double overhead() {
        return (double) decisions().nanos() / turns.stream().mapToLong(Turn::nanos).sum();
    }

    /** How many texts differ from another's with the same requests. */
    int differing(Series other) {
        int differing = 0;
        for (int i = 0; i < turns.size(); i++) {
            differing += turns.get(i).differing(other.turns.get(i));
        }
        return differing;
    }

    int texts() {
        return turns.stream().mapToInt(turn -> turn.texts().size()).sum();
    }
}
