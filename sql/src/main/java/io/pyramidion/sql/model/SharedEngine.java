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
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.operators.chain.LoadedPyramid;
import io.pyramidion.operators.settings.ChainSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loaded models and the thread that runs them: whoever submits, all are in one continuous batch, in
 * the order in which they came. Rows enter and leave it between two rounds, at deadlines too, so
 * that a deadline is kept to a round's time. Owns the models' lease and, as long as the thread
 * lives, the KV caches.
 *
 * <p>A fault ends the engine: every row under way and every later one fails with it. So a row stays
 * in its line or in the batch until its answer is complete.
 */
final class SharedEngine implements AutoCloseable {

    /** Name of an engine's thread. */
    static final String THREAD = "pyramidion-sql-engine";

    private static final Logger LOG = LoggerFactory.getLogger(SharedEngine.class);

    /** The mean batch follows about so many rounds. */
    private static final int RECENT_ROUNDS = 64;

    private final LoadedPyramid models;
    private final Generator generator;
    private final Thread thread;
    private final Deque<EngineTicket> arrived = new ArrayDeque<>();
    private final Deque<EngineTicket> waiting = new ArrayDeque<>();
    private final Map<Sequence, EngineTicket> running = new LinkedHashMap<>();
    private boolean closed;
    private Throwable fault;
    private volatile double meanBatchSize;

    private SharedEngine(LoadedPyramid models, Generator generator) {
        this.models = models;
        this.generator = generator;
        this.thread = new Thread(this::run, THREAD);
        thread.setDaemon(true);
        // The thread may outlive the job whose task starts it, and must not hold its classes.
        thread.setContextClassLoader(SharedEngine.class.getClassLoader());
    }

    /**
     * Loads the models and starts the thread.
     *
     * @throws io.pyramidion.engine.model.ModelException if they cannot be used
     */
    static SharedEngine start(ChainSettings settings) {
        LoadedPyramid models = LoadedPyramid.acquire(settings);
        try {
            Generator generator =
                    new Generator(
                            models.pyramid(),
                            models.plan(),
                            settings.batch().prefillTokensPerRound(),
                            models.policy(settings.control()));
            SharedEngine engine = new SharedEngine(models, generator);
            engine.thread.start();
            return engine;
        } catch (RuntimeException | Error e) {
            models.close();
            throw e;
        }
    }

    Pyramid pyramid() {
        return models.pyramid();
    }

    KvPlan plan() {
        return models.plan();
    }

    /** Rows in a round, on average of the recent ones. */
    double meanBatchSize() {
        return meanBatchSize;
    }

    /** Whether a fault has ended it. */
    synchronized boolean isBroken() {
        return fault != null;
    }

    /**
     * Puts a ticket in the line; its answer is complete at once if a fault has ended the engine.
     */
    void submit(EngineTicket ticket) {
        synchronized (this) {
            if (fault == null) {
                arrived.add(ticket);
                notifyAll();
                return;
            }
        }
        ticket.answer().completeExceptionally(broken());
    }

    /**
     * Ends the thread after its round, waits for that, and gives the models back. Nobody may use
     * the engine any more.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // A cancelled task interrupts; its models must be free all the same.
                interrupted = true;
            }
        }
        models.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (generator) {
            while (takeArrivals()) {
                dismiss();
                fill();
                generator.runRound().ifPresent(this::settle);
            }
        } catch (Throwable t) {
            // Errors too: whoever waits for an answer would wait for ever.
            LOG.error("The engine of SQL's models failed.", t);
            fail(t);
        }
    }

    /** Waits for work if there is none; false if there will be none. */
    private synchronized boolean takeArrivals() throws InterruptedException {
        while (!closed && arrived.isEmpty() && waiting.isEmpty() && running.isEmpty()) {
            wait();
        }
        waiting.addAll(arrived);
        arrived.clear();
        return !closed;
    }

    private void dismiss() {
        long now = System.nanoTime();
        for (Iterator<EngineTicket> all = waiting.iterator(); all.hasNext(); ) {
            EngineTicket ticket = all.next();
            if (ticket.isAbandoned() || ticket.isDue(now)) {
                end(ticket);
                all.remove();
            }
        }
        for (Iterator<EngineTicket> all = running.values().iterator(); all.hasNext(); ) {
            EngineTicket ticket = all.next();
            if (ticket.isAbandoned() || ticket.isDue(now)) {
                generator.withdraw(ticket.sequence());
                end(ticket);
                all.remove();
            }
        }
    }

    private static void end(EngineTicket ticket) {
        ticket.sequence()
                .end(
                        ticket.isAbandoned()
                                ? FinishReason.CANCELLED
                                : FinishReason.DEADLINE_EXCEEDED);
        if (!ticket.isAbandoned()) {
            ticket.answer().complete(ticket.sequence());
        }
    }

    private void fill() {
        while (!waiting.isEmpty() && generator.hasFreeSlot()) {
            EngineTicket ticket = waiting.element();
            generator.submit(ticket.sequence());
            running.put(ticket.sequence(), ticket);
            waiting.remove();
            ticket.start();
        }
    }

    private void settle(Round round) {
        meanBatchSize += (running.size() - meanBatchSize) / RECENT_ROUNDS;
        for (Sequence sequence : round.sequences()) {
            if (sequence.isFinished()) {
                running.get(sequence).answer().complete(sequence);
                running.remove(sequence);
            }
        }
    }

    private void fail(Throwable cause) {
        List<EngineTicket> left = new ArrayList<>(running.values());
        left.addAll(waiting);
        synchronized (this) {
            fault = cause;
            left.addAll(arrived);
            arrived.clear();
        }
        IllegalStateException broken = broken();
        left.forEach(ticket -> ticket.answer().completeExceptionally(broken));
    }

    private synchronized IllegalStateException broken() {
        return new IllegalStateException("The engine failed: " + fault, fault);
    }
}
