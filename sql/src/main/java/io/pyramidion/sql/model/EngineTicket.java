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
package io.pyramidion.sql.model;

import io.pyramidion.engine.speculation.Sequence;

import java.util.concurrent.CompletableFuture;

/**
 * A sequence on its way through the engine. Until its answer is complete the sequence belongs to
 * the engine's thread.
 */
final class EngineTicket {

    private final Sequence sequence;
    private final long deadline;
    private final CompletableFuture<Sequence> answer = new CompletableFuture<>();
    private volatile boolean running;
    private volatile boolean abandoned;

    /**
     * @param deadline when it ends at the latest, by {@link System#nanoTime}
     */
    EngineTicket(Sequence sequence, long deadline) {
        this.sequence = sequence;
        this.deadline = deadline;
    }

    Sequence sequence() {
        return sequence;
    }

    /** Complete when the sequence has ended, by itself or by its deadline. */
    CompletableFuture<Sequence> answer() {
        return answer;
    }

    boolean isDue(long now) {
        return now - deadline >= 0;
    }

    /** Takes note that it is in the batch. */
    void start() {
        running = true;
    }

    boolean isRunning() {
        return running;
    }

    /** Says that nobody waits for its answer any more. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }
}
