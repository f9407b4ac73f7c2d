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

import io.pyramidion.operators.request.SloClass;
import io.pyramidion.simulation.load.Arrival;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes requests of arrivals: of which kind and class each is, is drawn by a fixed seed.
 *
 * @param kinds shares of the profile's kinds, in their order
 * @param batchShare share of the requests that are of class batch and have no targets, 0 to 1; the
 *     others are interactive
 * @param targets of these others
 */
public record RequestMix(List<Double> kinds, double batchShare, Targets targets) {

    public RequestMix {
        kinds = List.copyOf(kinds);
    }

    /** A request of each arrival. */
    public List<Request> of(List<Arrival> arrivals, long seed) {
        double sum = kinds.stream().mapToDouble(Double::doubleValue).sum();
        Random random = new Random(seed);
        List<Request> requests = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            int kind = kind(random.nextDouble() * sum);
            boolean batch = random.nextDouble() < batchShare;
            requests.add(
                    new Request(
                            arrival,
                            kind,
                            batch ? SloClass.BATCH : SloClass.INTERACTIVE,
                            batch ? Targets.NONE : targets));
        }
        return requests;
    }

    private int kind(double drawn) {
        double left = drawn;
        for (int kind = 0; kind < kinds.size() - 1; kind++) {
            left -= kinds.get(kind);
            if (left < 0) {
                return kind;
            }
        }
        return kinds.size() - 1;
    }
}
