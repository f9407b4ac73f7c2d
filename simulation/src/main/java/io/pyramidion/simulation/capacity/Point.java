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
package io.pyramidion.simulation.capacity;

import io.pyramidion.simulation.fleet.FleetResult;
import io.pyramidion.simulation.fleet.Served;

/**
 * How a fleet of one size fared, without its requests. Times in milliseconds.
 *
 * @param taskManagers its size
 * @param simulated task managers that were simulated
 * @param requests requests that these served
 * @param attainment share of the requests served within their targets
 * @param tokensPerSecond tokens a task manager generated a second
 */
public record Point(
        int taskManagers,
        int simulated,
        int requests,
        double attainment,
        double meanTtft,
        double highTtft,
        double meanTpot,
        double highTpot,
        double tokensPerSecond) {

    private static final double HIGH = 0.99;

    static Point of(FleetResult result) {
        return new Point(
                result.taskManagers(),
                result.simulated(),
                result.served().size(),
                result.attainment(),
                result.mean(Served::ttftMillis),
                result.percentile(Served::ttftMillis, HIGH),
                result.mean(Served::tpotMillis),
                result.percentile(Served::tpotMillis, HIGH),
                result.tokensPerSecond());
    }
}
