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

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.simulation.load.Arrival;
import io.pyramidion.simulation.load.Trace;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How requests come: the gaps between them, one on average. */
enum Arrivals {
    CONV("conv"),
    CODE("code"),
    POISSON("poisson"),
    /** Eight at once, then a long pause. */
    BURSTS("bursts");

    private static final int BURST = 8;

    private final String label;

    Arrivals(String label) {
        this.label = label;
    }

    static Arrivals of(String option, String name) {
        return Arrays.stream(values())
                .filter(each -> each.label.equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BenchException(
                                        "%s has %s; allowed: conv, code, poisson, bursts"
                                                .formatted(option, name)));
    }

    /** The excerpt that comes with this benchmark, of conversations where nothing is replayed. */
    List<Arrival> bundled() {
        String file = "azure-" + (this == CODE ? CODE : CONV) + ".csv";
        return Trace.read(Arrivals.class.getResourceAsStream(file), file);
    }

    boolean isTrace() {
        return this == CONV || this == CODE;
    }

    /**
     * When requests come, seconds from the start, the last at {@code seconds} at the latest.
     *
     * @param perSecond requests a second, on average over the time
     * @param trace what is replayed, from a place on that the seed chooses; unused otherwise
     */
    double[] times(double perSecond, double seconds, List<Arrival> trace, long seed) {
        int count = Math.max(1, (int) Math.round(perSecond * seconds));
        Random random = new Random(seed);
        double[] times = new double[count];
        double now = 0;
        int place = isTrace() ? place(trace, random) : 0;
        for (int i = 0; i < count; i++) {
            now += gap(i, random, trace, place);
            times[i] = now;
        }
        // The mean load is the one that was asked for, however the gaps fell.
        double scale = now == 0 ? 0 : seconds / now;
        for (int i = 0; i < count; i++) {
            times[i] *= scale;
        }
        return times;
    }

    /** Where in the trace a window with a seed starts: the same for gaps and lengths. */
    static int place(List<Arrival> trace, long seed) {
        return place(trace, new Random(seed));
    }

    private static int place(List<Arrival> trace, Random random) {
        return random.nextInt(trace.size());
    }

    private double gap(int number, Random random, List<Arrival> trace, int place) {
        return switch (this) {
            case POISSON -> -Math.log(1 - random.nextDouble());
            case BURSTS -> number % BURST == 0 ? -BURST * Math.log(1 - random.nextDouble()) : 0;
            case CONV, CODE -> {
                int i = (place + number) % trace.size();
                yield i == 0 ? 0 : (trace.get(i).nanos() - trace.get(i - 1).nanos()) / 1e9;
            }
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
