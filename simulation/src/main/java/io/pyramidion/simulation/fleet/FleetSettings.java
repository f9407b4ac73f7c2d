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
 * How a task manager is set up, by the job's options of the same names.
 *
 * @param slots sequences that run at once, at least 1
 * @param prefillTokens prompt tokens that a round reads at most, at least 1
 * @param contextTokens tokens of a sequence, at least 2
 * @param maxWaiting requests that wait for a slot before the source is held back, at least 1
 * @param checkpointMillis time between checkpoints; 0 for none
 * @param pauseMillis how long a checkpoint keeps rounds from running, at least 0
 */
public record FleetSettings(
        int slots,
        int prefillTokens,
        int contextTokens,
        int maxWaiting,
        double checkpointMillis,
        double pauseMillis) {

    public FleetSettings {
        check("slots", slots, 1, 4096);
        check("prefill-tokens", prefillTokens, 1, 1_000_000);
        check("context", contextTokens, 2, 10_000_000);
        check("max-waiting", maxWaiting, 1, 1_000_000);
        check("checkpoint-interval", checkpointMillis, 0, 1e9);
        check("checkpoint-pause", pauseMillis, 0, 1e6);
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new SimulationException(
                    "%s is %s; allowed: %.0f to %.0f".formatted(name, value, least, most));
        }
    }
}
