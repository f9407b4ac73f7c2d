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
     * Change of the number of records that wait in the request topic, records a second; absent
     * unless a job has a reporter of it.
     */
    LAG_GROWTH,
    /** Requests that wait in the heads' state, by class and in all. */
    WAITING,
    /** Longest wait of a request that waits, milliseconds, by class. */
    OLDEST_WAIT,
    /** Requests that run. */
    RUNNING,
    /** Requests that could run at once. */
    SLOTS,
    /** Share of the last rounds that found no slot free, 0 to 1; of the fullest head. */
    FULL_ROUNDS,
    /** Share of the KV slots in use, 0 to 1. */
    KV_USE,
    /** Share of the answers in the window that met their ttft_ms, 0 to 1, by class. */
    TTFT_ATTAINMENT,
    /** Share of the answers in the window that met their tpot_ms, 0 to 1, by class. */
    TPOT_ATTAINMENT,
    /** Share of the answers in the window that met their deadline, 0 to 1, by class. */
    DEADLINE_ATTAINMENT,
    /** Share of the proposed tokens that the next model accepted, 0 to 1. */
    ACCEPTANCE,
    /** Generated tokens a second, of all heads. */
    TOKENS_PER_SECOND,
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
