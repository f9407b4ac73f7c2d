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

import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.speculation.Sequence;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The engines of this JVM: functions with equal options share one, started for the first and closed
 * after the last. Lives as long as the class loader that loaded it: with this module's jar in
 * {@code lib/}, jobs share engines too. Who waits for an engine to start keeps nobody from using or
 * leaving another.
 */
final class EnginePool {

    /** A function's use of an engine; close it when done. Closing twice does no harm. */
    static final class Lease implements AutoCloseable {

        private final Map<String, String> options;
        private final Entry entry;
        private final Set<EngineTicket> open = ConcurrentHashMap.newKeySet();
        private boolean closed;

        private Lease(Map<String, String> options, Entry entry) {
            this.options = options;
            this.entry = entry;
        }

        Pyramid pyramid() {
            return entry.engine.pyramid();
        }

        KvPlan plan() {
            return entry.engine.plan();
        }

        double meanBatchSize() {
            return entry.engine.meanBatchSize();
        }

        /** Rows of this lease in the batch. */
        int running() {
            return (int) open.stream().filter(EngineTicket::isRunning).count();
        }

        /** Rows of this lease that wait for a place in the batch. */
        int waiting() {
            return (int) open.stream().filter(ticket -> !ticket.isRunning()).count();
        }

        /**
         * Runs a sequence, which is the engine's until the answer is complete.
         *
         * @param deadline how long it may take, waiting included
         */
        CompletableFuture<Sequence> run(Sequence sequence, Duration deadline) {
            EngineTicket ticket =
                    new EngineTicket(sequence, System.nanoTime() + deadline.toNanos());
            open.add(ticket);
            CompletableFuture<Sequence> answer =
                    ticket.answer().whenComplete((ended, error) -> open.remove(ticket));
            entry.engine.submit(ticket);
            return answer;
        }

        /** Takes this lease's rows out of the batch, unanswered. */
        @Override
        public void close() {
            open.forEach(EngineTicket::abandon);
            synchronized (STARTED) {
                if (closed) {
                    return;
                }
                closed = true;
                entry.users--;
                if (entry.users > 0) {
                    return;
                }
                STARTED.remove(options, entry);
            }
            entry.close();
        }
    }

    /** An engine, started under this object's own lock; its users are counted under the pool's. */
    private static final class Entry {

        private volatile SharedEngine engine;
        private int users;

        private synchronized void start(Supplier<SharedEngine> starter) {
            if (engine == null) {
                engine = starter.get();
            }
        }

        private boolean isBroken() {
            SharedEngine started = engine;
            return started != null && started.isBroken();
        }

        private synchronized void close() {
            if (engine != null) {
                engine.close();
            }
        }
    }

    private static final Map<Map<String, String>, Entry> STARTED = new HashMap<>();

    private EnginePool() {}

    /**
     * Leases the engine of some options, starting it if nobody uses one yet, or a fault has ended
     * it.
     *
     * @throws RuntimeException as the starter does
     */
    static Lease acquire(Map<String, String> options, Supplier<SharedEngine> starter) {
        Lease lease;
        synchronized (STARTED) {
            Entry entry = STARTED.get(options);
            if (entry == null || entry.isBroken()) {
                entry = new Entry();
                STARTED.put(options, entry);
            }
            entry.users++;
            lease = new Lease(options, entry);
        }
        try {
            lease.entry.start(starter);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
        return lease;
    }
}
