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

import java.util.function.LongSupplier;

/**
 * Translates the times of requests, milliseconds since the epoch, into those of the engine's
 * scheduler, nanoseconds of a monotonic clock. Exact to a millisecond as long as neither clock is
 * set anew.
 */
final class EngineClock {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** More than a hundred years; twice as many no longer fit into nanoseconds. */
    private static final long FARTHEST_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI / 2;

    private final LongSupplier millis;
    private final LongSupplier nanos;

    /**
     * @param millis milliseconds since the epoch
     * @param nanos the scheduler's clock
     */
    EngineClock(LongSupplier millis, LongSupplier nanos) {
        this.millis = millis;
        this.nanos = nanos;
    }

    /** The scheduler's time of a time; its latest for what is too far ahead to tell. */
    long nanosOf(long time) {
        long now = millis.getAsLong();
        if (time > now + FARTHEST_MILLIS) {
            return Long.MAX_VALUE;
        }
        long distance = Math.max(now - FARTHEST_MILLIS, time) - now;
        return nanos.getAsLong() + distance * NANOS_PER_MILLI;
    }
}
