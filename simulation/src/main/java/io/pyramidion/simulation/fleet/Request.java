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

/**
 * A request to be served.
 *
 * @param kind index of its kind of text in the profile
 * @param sloClass its class
 * @param targets how fast it is wanted
 */
public record Request(Arrival arrival, int kind, SloClass sloClass, Targets targets) {

    /** The same at the start of the simulation. */
    public Request atStart() {
        Arrival first =
                new Arrival(arrival.number(), 0, arrival.promptTokens(), arrival.outputTokens());
        return new Request(first, kind, sloClass, targets);
    }
}
