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
package io.pyramidion.deploy;

/**
 * The time that a dashboard shows.
 *
 * @param from its first second since 1970
 * @param step seconds between two values
 * @param steps how many values there are
 */
record TimeRange(long from, int step, int steps) {

    /** The last seconds, in about a hundred steps. */
    static TimeRange last(long seconds) {
        int step = (int) Math.max(1, seconds / 100);
        int steps = (int) (seconds / step) + 1;
        return new TimeRange(
                System.currentTimeMillis() / 1000 - (long) step * (steps - 1), step, steps);
    }

    long to() {
        return from + (long) step * (steps - 1);
    }

    /** The step of a point in time, in seconds. */
    int step(double second) {
        return (int) Math.round((second - from) / step);
    }
}
