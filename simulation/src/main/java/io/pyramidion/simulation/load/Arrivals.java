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
package io.pyramidion.simulation.load;

import io.pyramidion.simulation.SimulationException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Changes of arrivals, and arrivals made up. All with fixed seeds. */
public final class Arrivals {

    private static final double NANOS_PER_SECOND = 1e9;

    private Arrivals() {}

    /**
     * {@code factor} times as many arrivals over the same time: whole copies, each but the first
     * turned by a random time, and a random part of one more. Bursts of the copies do not fall
     * together, so a large factor makes the load more even than the trace is.
     *
     * @param factor above 0
     */
    public static List<Arrival> scaled(List<Arrival> arrivals, double factor, long seed) {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new SimulationException("scale is " + factor + "; allowed: above 0");
        }
        if (factor == 1) {
            return arrivals;
        }
        Random random = new Random(seed);
        long span = span(arrivals) + 1;
        List<Arrival> scaled = new ArrayList<>((int) (arrivals.size() * factor) + 16);
        for (double left = factor; left > 0; left--) {
            long turn = left == factor ? 0 : (long) (random.nextDouble() * span);
            for (Arrival arrival : arrivals) {
                if (left >= 1 || random.nextDouble() < left) {
                    scaled.add(at(arrival, (arrival.nanos() + turn) % span));
                }
            }
        }
        return numbered(scaled);
    }

    /** Those of the first seconds. */
    public static List<Arrival> within(List<Arrival> arrivals, double seconds) {
        return arrivals.stream().filter(a -> a.nanos() < seconds * NANOS_PER_SECOND).toList();
    }

    /** The same with prompts and outputs cut so that both fit a context. */
    public static List<Arrival> fitted(List<Arrival> arrivals, int contextTokens) {
        return arrivals.stream()
                .map(
                        a -> {
                            int output = Math.min(a.outputTokens(), contextTokens / 2);
                            int prompt = Math.min(a.promptTokens(), contextTokens - output);
                            return new Arrival(a.number(), a.nanos(), prompt, output);
                        })
                .toList();
    }

    /**
     * The same requests at other times: independent gaps of a gamma distribution.
     *
     * @param perSecond mean arrivals a second, above 0
     * @param variation coefficient of variation of the gaps; 1 is a Poisson process
     */
    public static List<Arrival> renewal(
            List<Arrival> arrivals, double perSecond, double variation, long seed) {
        Gamma gaps = new Gamma(1 / (variation * variation), new Random(seed));
        List<Arrival> renewed = new ArrayList<>(arrivals.size());
        double time = 0;
        for (Arrival arrival : arrivals) {
            renewed.add(at(arrival, (long) (time * NANOS_PER_SECOND)));
            time += gaps.next() / perSecond;
        }
        return numbered(renewed);
    }

    /**
     * The same requests in bursts: {@code size} at once, the bursts evenly apart.
     *
     * @param perSecond mean arrivals a second, above 0
     */
    public static List<Arrival> bursts(List<Arrival> arrivals, double perSecond, int size) {
        List<Arrival> burst = new ArrayList<>(arrivals.size());
        for (int i = 0; i < arrivals.size(); i++) {
            double time = (i / size) * (size / perSecond);
            burst.add(at(arrivals.get(i), (long) (time * NANOS_PER_SECOND)));
        }
        return numbered(burst);
    }

    /** Arrivals a second, on average. */
    public static double perSecond(List<Arrival> arrivals) {
        return arrivals.size() * NANOS_PER_SECOND / Math.max(1, span(arrivals));
    }

    /** Nanoseconds from the start to the last one. */
    public static long span(List<Arrival> arrivals) {
        return arrivals.isEmpty() ? 0 : arrivals.get(arrivals.size() - 1).nanos();
    }

    private static Arrival at(Arrival arrival, long nanos) {
        return new Arrival(arrival.number(), nanos, arrival.promptTokens(), arrival.outputTokens());
    }

    private static List<Arrival> numbered(List<Arrival> arrivals) {
        List<Arrival> ordered = new ArrayList<>(arrivals);
        ordered.sort(Comparator.comparingLong(Arrival::nanos));
        List<Arrival> numbered = new ArrayList<>(ordered.size());
        for (Arrival arrival : ordered) {
            numbered.add(
                    new Arrival(
                            numbered.size(),
                            arrival.nanos(),
                            arrival.promptTokens(),
                            arrival.outputTokens()));
        }
        return numbered;
    }
}
