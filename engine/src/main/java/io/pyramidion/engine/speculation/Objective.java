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
package io.pyramidion.engine.speculation;

/**
 * How fast a request wants to be served. What cannot be kept is missed, not refused.
 *
 * @param firstTokenDue when its first token is wanted, nanoseconds of the scheduler's clock
 * @param tpotNanos wanted time per output token after the first, nanoseconds; infinite if any will
 *     do
 */
public record Objective(long firstTokenDue, double tpotNanos) {

    /** As soon as may be, with no time to keep. */
    public static final Objective NONE = new Objective(Long.MAX_VALUE, Double.POSITIVE_INFINITY);

    public Objective {
        if (!(tpotNanos > 0)) {
            throw new IllegalArgumentException("tpotNanos is " + tpotNanos + "; allowed: above 0");
        }
    }

    /** Whether each token is wanted within a time. */
    public boolean isPaced() {
        return tpotNanos < Double.POSITIVE_INFINITY;
    }
}
