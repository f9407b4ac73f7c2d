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

import io.pyramidion.simulation.SimulationException;

/**
 * What a request wants to be served within.
 *
 * @param ttftMillis from its arrival to its first token; infinite for any
 * @param tpotMillis per output token after the first; infinite for any
 */
public record Targets(double ttftMillis, double tpotMillis) {

    /** No wish. */
    public static final Targets NONE =
            new Targets(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Targets {
        check("slo-ttft", ttftMillis);
        check("slo-tpot", tpotMillis);
    }

    private static void check(String name, double millis) {
        if (!(millis > 0)) {
            throw new SimulationException(name + " is " + millis + " ms; allowed: above 0");
        }
    }

    /** Whether a request was served within both. */
    boolean met(Served served) {
        return served.ttftMillis() <= ttftMillis && served.tpotMillis() <= tpotMillis;
    }
}
