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
package io.pyramidion.operators.batch;

/** How long rounds take lately: a smoothed mean, milliseconds; 0 before the first. */
final class Pace {

    /** Weight of the newest round. */
    private static final double NEWEST = 0.125;

    private double mean;
    private boolean known;

    void roundTook(long millis) {
        mean = known ? mean + NEWEST * (millis - mean) : millis;
        known = true;
    }

    /** Expected time of some rounds, milliseconds, rounded down. */
    long of(int rounds) {
        return (long) (mean * rounds);
    }
}
