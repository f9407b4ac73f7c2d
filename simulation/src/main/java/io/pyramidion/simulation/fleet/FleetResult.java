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
package io.pyramidion.simulation.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a fleet fared. Immutable.
 *
 * @param way how it speculated
 * @param taskManagers how many it has
 * @param simulated how many of them were simulated
 * @param served what these served, the requests of a task manager in the order of their ends
 */
public record FleetResult(String way, int taskManagers, int simulated, List<Served> served) {

    private static final double NANOS_PER_SECOND = 1e9;

    public FleetResult {
        served = List.copyOf(served);
    }

    /** Share of the requests that were served within their targets; 1 if there are none. */
    public double attainment() {
        return served.isEmpty()
                ? 1
                : (double) served.stream().filter(Served::met).count() / served.size();
    }

    /** Tokens that a task manager generated a second, until its fleet's last request was served. */
    public double tokensPerSecond() {
        return served.stream().mapToLong(Served::tokens).sum() / seconds() / simulated;
    }

    /** Tokens of requests served within their targets, likewise. */
    public double goodput() {
        return served.stream().filter(Served::met).mapToLong(Served::tokens).sum()
                / seconds()
                / simulated;
    }

    /** Time until the last request was served. */
    public double seconds() {
        return served.stream().mapToLong(Served::finished).max().orElse(1) / NANOS_PER_SECOND;
    }

    /** The mean of a time, milliseconds. */
    public double mean(ToDoubleFunction<Served> millis) {
        return served.stream().mapToDouble(millis).average().orElse(0);
    }

    /**
     * The time that a share of the requests did not exceed, milliseconds.
     *
     * @param share above 0, at most 1
     */
    public double percentile(ToDoubleFunction<Served> millis, double share) {
        double[] sorted = served.stream().mapToDouble(millis).sorted().toArray();
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted.length == 0 ? 0 : sorted[Math.max(0, index)];
    }

    /** A number that differs if any request's text does, whatever the order they ended in. */
    public long textsHash() {
        long[] hashes =
                served.stream()
                        .mapToLong(s -> s.request().arrival().number() << 32 ^ s.textHash())
                        .sorted()
                        .toArray();
        return Arrays.hashCode(hashes);
    }
}
