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

import io.pyramidion.simulation.load.Arrival;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes the requests of a window: a function of its seed, so that every policy gets the same.
 *
 * @param meanTokens tokens that stories have on average
 * @param maxTokens tokens that any has at most
 * @param trace what is replayed, and where lengths come from; the conversation trace where nothing
 *     is replayed
 */
record Load(
        Arrivals arrivals, List<Arrival> trace, Content content, int meanTokens, int maxTokens) {

    private static final int MIN_TOKENS = 4;

    /**
     * The requests of a window.
     *
     * @param perSecond requests a second
     */
    List<Planned> window(double perSecond, double seconds, long seed) {
        double[] times = arrivals.times(perSecond, seconds, trace, seed);
        return plan(times, seed);
    }

    /** As many requests, all due at once. */
    List<Planned> flood(int count, long seed) {
        return plan(new double[count], seed);
    }

    /**
     * Requests at given times.
     *
     * @param times seconds from the start of the window, rising
     */
    List<Planned> at(double[] times, long seed) {
        return plan(times, seed);
    }

    private List<Planned> plan(double[] times, long seed) {
        Random random = new Random(~seed);
        int place = Arrivals.place(trace, seed);
        double mean = trace.stream().mapToInt(Arrival::outputTokens).average().orElseThrow();
        List<Planned> requests = new ArrayList<>(times.length);
        for (int i = 0; i < times.length; i++) {
            requests.add(content.plan(times[i], tokens(place + i, meanTokens / mean), random));
        }
        return requests;
    }

    /** The trace's lengths belong to large models: scaled, so that their mean fits ours. */
    private int tokens(int place, double scale) {
        double scaled = trace.get(place % trace.size()).outputTokens() * scale;
        return (int) Math.max(MIN_TOKENS, Math.min(maxTokens, Math.round(scaled)));
    }
}
