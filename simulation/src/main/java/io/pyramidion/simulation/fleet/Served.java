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

/**
 * A request that was served. Times are nanoseconds of the simulation.
 *
 * @param firstToken when its first token was there
 * @param finished when its last one was
 * @param tokens how many it got
 * @param textHash hash of the generated ids
 */
public record Served(Request request, long firstToken, long finished, int tokens, int textHash) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Time to the first token, from the arrival. */
    public double ttftMillis() {
        return (firstToken - request.arrival().nanos()) / NANOS_PER_MILLI;
    }

    /** Time per output token after the first; 0 if there is only one. */
    public double tpotMillis() {
        return tokens < 2 ? 0 : (finished - firstToken) / NANOS_PER_MILLI / (tokens - 1);
    }

    /** From the arrival to the last token. */
    public double endToEndMillis() {
        return (finished - request.arrival().nanos()) / NANOS_PER_MILLI;
    }

    /** Whether it was served within its targets. */
    public boolean met() {
        return request.targets().met(this);
    }
}
