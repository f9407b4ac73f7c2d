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

import io.pyramidion.operators.request.Terms;

/**
 * A place in the waiting line.
 *
 * @param key whose turn it is to be
 * @param requestId names the request among those of its key
 * @param terms how urgent it is
 * @param command whether it is a command, which needs its key's turn but no slot
 * @param since when it came into the line, milliseconds of the line's clock
 * @param number its number in order of arrival
 */
public record Ticket(
        String key, String requestId, Terms terms, boolean command, long since, long number) {

    /** Ahead of every class: whoever has waited too long. */
    static final int OVERDUE = -1;

    /**
     * How its class counts by now: each {@code aging} milliseconds in the line lift it by one
     * class, and beyond the first it is {@link #OVERDUE}.
     *
     * @param now milliseconds of the line's clock
     */
    int rank(long now, long aging) {
        long lifted = Math.max(0, now - since) / aging;
        return (int) Math.max(OVERDUE, terms.sloClass().ordinal() - lifted);
    }

    Ticket behind(long arrivals) {
        return new Ticket(key, requestId, terms, command, since, arrivals);
    }
}
