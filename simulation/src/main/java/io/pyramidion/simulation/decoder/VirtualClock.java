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
package io.pyramidion.simulation.decoder;

import java.util.function.LongSupplier;

/**
 * A clock that stands still unless it is moved. Nanoseconds from 0; used by one thread at a time.
 */
public final class VirtualClock implements LongSupplier {

    private static final double NANOS_PER_MILLI = 1e6;

    private long now;

    @Override
    public long getAsLong() {
        return now;
    }

    /** Moves on by so many milliseconds, at least 0. */
    public void advanceMillis(double millis) {
        now += Math.round(millis * NANOS_PER_MILLI);
    }

    /** Moves on to a time, unless it is past. */
    public void advanceTo(long nanos) {
        now = Math.max(now, nanos);
    }
}
