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
package io.pyramidion.operators.controller.law;

/** Everything that the controller looks at, with its unit. */
public enum Signal {
    /** Share of its time that the source is held back, 0 to 1; of the subtask held back most. */
    SOURCE_PRESSURE,
    /**
     * By how much what comes exceeds what is served: share of the requests that came in the window
     * without another having been served, 0 to 1. How lag grows, as far as heads can see it; what
     * waits before the source shows in {@link #SOURCE_PRESSURE}.
     */
    UNSERVED,
    /**
     * Requests that wait for a slot, by class and in all; not those that wait for their session.
     */
    WAITING,
    /** Longest wait of a request that waits, milliseconds, by class. */
    OLDEST_WAIT,
    /** Requests that run. */
    RUNNING,
    /** Requests that could run at once. */
    SLOTS,
    /** Share of the last rounds that found no slot free, 0 to 1; of the fullest head. */
    FULL_ROUNDS,
    /** Share of the answers in the window that met their ttft_ms, 0 to 1, by class. */
    TTFT_ATTAINMENT,
    /** Share of the answers in the window that met their tpot_ms, 0 to 1, by class. */
    TPOT_ATTAINMENT,
    /** Share of the answers in the window that met their deadline, 0 to 1, by class. */
    DEADLINE_ATTAINMENT,
    /**
     * How often the target keeps the next proposed token if it kept those before it, 0 to 1: tokens
     * that it kept, by these and the runs of proposals that it cut short.
     */
    ACCEPTANCE,
    /**
     * Share of the waiting requests that have a time to keep and will miss it at the pace of the
     * window, 0 to 1.
     */
    DOOMED,
    /** Heads whose reports are fresh. */
    HEADS_HEARD,
    /** Heads that the job has. */
    HEADS
}
