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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.scheduler.Scheduler;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.operators.controller.law.HeadReport;
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.state.GenerationStore;
import io.pyramidion.operators.state.HeadState;
import io.pyramidion.operators.state.RecentRequestStore;
import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The running batch of one subtask. {@link #admit} moves requests into it when a KV slot is free,
 * {@link #schedule} and {@link #settle} stand before and behind each round, and settling takes out
 * what the round has finished. A key's requests run one after another, each exactly to one answer.
 * Used by the task's thread only, between rounds.
 */
public final class ContinuousBatch implements RequestMetrics.Occupancy {

    private final Scheduler scheduler;
    private final GenerationFactory generations;
    private final OpenRequests open;
    private final GenerationStore store;
    private final Conversations conversations;
    private final RecentRequestStore recent;
    private final RunningBatch running;
    private final AnswerSender answers;
    private final RequestMetrics metrics;
    private final LongSupplier clock;
    private final EngineClock engineClock;
    private final Pace pace = new Pace();
    private final LoadWatch load;
    private final LongSupplier ticks;
    private Admission admission = Admission.OPEN;
    private long roundStart;

    /**
     * @param open where requests wait
     * @param scheduler by the time of {@link System#nanoTime}
     * @param load what it tells of its rounds to
     * @param clock milliseconds since the epoch
     * @param ticks milliseconds of a clock that nobody sets, which measures rounds
     */
    public ContinuousBatch(
            Scheduler scheduler,
            GenerationFactory generations,
            OpenRequests open,
            HeadState state,
            AnswerSender answers,
            RequestMetrics metrics,
            LoadWatch load,
            LongSupplier clock,
            LongSupplier ticks) {
        this.scheduler = scheduler;
        this.generations = generations;
        this.open = open;
        this.store = state.generations();
        this.conversations = new Conversations(state.sessions(), metrics);
        this.recent = state.recent();
        this.running = new RunningBatch(store);
        this.answers = answers;
        this.metrics = metrics;
        this.load = load;
        this.clock = clock;
        this.ticks = ticks;
        this.engineClock = new EngineClock(clock, System::nanoTime);
    }

    @Override
    public int running() {
        return running.size();
    }

    @Override
    public int waiting() {
        return open.waiting();
    }

    @Override
    public int slots() {
        return scheduler.slots();
    }

    /** Whether every request that arrived has been answered. */
    public boolean isIdle() {
        return running() + waiting() == 0;
    }

    public boolean hasFreeSlot() {
        return scheduler.hasFreeSlot();
    }

    /** Whether a request of a key runs. */
    boolean isRunning(String key) {
        return running.contains(key);
    }

    boolean isRunning(String key, String requestId) {
        return running.find(key, requestId).isPresent();
    }

    /**
     * Takes up what the restored checkpoint holds: running generations go on, even if there are
     * more of them than slots, and the others wait in order of event time. Call once, before
     * anything else.
     */
    public void restore() throws Exception {
        for (Map.Entry<String, GenerationStore.Stored> entry : store.restore().entrySet()) {
            open.addRunning(entry.getValue().admitted().getOrigin());
            resume(entry.getKey(), entry.getValue());
        }
        open.restore();
    }

    /**
     * Ends what has run out of time, fills free slots with waiting requests, and sheds what then
     * still waits as far as {@link #govern} says so.
     */
    public void admit() throws Exception {
        expire(clock.getAsLong());
        Optional<OpenRequests.Turn> turn = nextTurn();
        while (turn.isPresent()) {
            start(turn.get().key(), turn.get().envelope());
            turn = nextTurn();
        }
        if (admission.shedding()) {
            shed();
        }
    }

    private Optional<OpenRequests.Turn> nextTurn() throws Exception {
        return hasFreeSlot()
                ? open.next(clock.getAsLong(), running::contains, admission, running.classes())
                : Optional.empty();
    }

    /** Lets requests start by other rules from the next admission on. */
    public void govern(Admission rules) {
        admission = rules;
    }

    /** How the subtask has fared since the last report. */
    public HeadReport report() {
        long now = clock.getAsLong();
        return load.report(open.pressing(now, running::contains), running(), slots(), now);
    }

    /**
     * Answers waiting requests that allow it at once, with finish reason {@code overloaded}: those
     * with the earliest deadlines first, then those that came first. What runs is left alone. They
     * may be sent again under the same ids.
     */
    private void shed() throws Exception {
        long now = clock.getAsLong();
        for (OpenRequests.Turn turn :
                open.removeAll(terms -> terms.mayBeShed(admission.shedClasses()))) {
            RequestEnvelope envelope = turn.envelope();
            recent.remove(turn.key(), envelope.getRequest().getRequestId());
            answers.unstarted(
                    envelope,
                    FinishReason.OVERLOADED,
                    Overloaded.shed(envelope, open.terms(envelope), now),
                    now);
        }
    }

    /** The next round to run; empty if nothing runs. */
    public Optional<Round> schedule() {
        roundStart = ticks.getAsLong();
        return scheduler.schedule();
    }

    /** Sends on what a round brought, and ends what it finished. */
    public void settle(Round round) throws Exception {
        long now = clock.getAsLong();
        pace.roundTook(ticks.getAsLong() - roundStart);
        load.roundEnded(round.outcome(), !hasFreeSlot());
        for (Sequence sequence : round.sequences()) {
            Generation generation = running.of(sequence);
            if (generation.roundEnded(now)) {
                metrics.prefix(generation.sequence().promptLength(), generation.cachedTokens());
                load.firstToken(
                        generation.request().getSlo(), generation.times(now).toFirstToken());
            }
            answers.advanced(generation, sequence);
        }
        List<Generation> complete =
                scheduler.retire(round).stream()
                        .map(running::of)
                        .distinct()
                        .filter(Generation::isFinished)
                        .toList();
        for (Generation generation : complete) {
            finish(running.remove(generation.sequence()));
        }
    }

    /** Writes everything that runs into state. */
    public void save() throws IOException {
        running.save();
    }

    private void start(String key, RequestEnvelope envelope) throws IOException {
        if (envelope.getCommand() == Command.FORGET) {
            forget(key);
            open.answered(key, envelope.getOrigin());
            return;
        }
        GenerationRequest request = envelope.getRequest();
        List<ChatMessage> history = conversations.history(key, request);
        try {
            long now = clock.getAsLong();
            GenerationFactory.Start start = generations.start(key, envelope, history, now);
            Generation generation = start.generation();
            Optional<ErrorDetail> late = late(generation, open.terms(envelope), history, now);
            if (late.isPresent()) {
                answers.unstarted(envelope, FinishReason.DEADLINE_EXCEEDED, late.get(), now);
                open.answered(key, envelope.getOrigin());
                return;
            }
            if (start.history().size() < history.size()) {
                conversations.keep(key, start.history());
            }
            metrics.admitted(generation.sequence().promptLength());
            running.start(generation);
            run(generation);
        } catch (InvalidRequestException e) {
            refuse(key, request, envelope.getOrigin(), envelope.getValue(), e);
        }
    }

    private void resume(String key, GenerationStore.Stored stored) throws IOException {
        try {
            Generation generation = generations.resume(key, stored);
            running.add(generation);
            run(generation);
            metrics.resumed();
        } catch (InvalidRequestException e) {
            store.clear(key);
            AdmittedRequest admitted = stored.admitted();
            refuse(key, admitted.getRequest(), admitted.getOrigin(), null, e);
        }
    }

    private void run(Generation generation) throws IOException {
        generation.aim(engineClock);
        for (Sequence sequence : generation.sequences()) {
            if (sequence.isFinished()) {
                // Resumed, perhaps by a job that allows fewer tokens than it has.
                answers.advanced(generation, sequence);
            } else {
                scheduler.submit(sequence);
            }
        }
        if (generation.isFinished()) {
            finish(running.remove(generation.sequence()));
        }
    }

    /** A session's earlier turns may still be in a cache: only its last round is certain. */
    private Optional<ErrorDetail> late(
            Generation generation, Terms terms, List<ChatMessage> history, long now) {
        int rounds = history.isEmpty() ? generations.roundsToFirstToken(generation) : 1;
        return now + pace.of(rounds) < terms.deadline()
                ? Optional.empty()
                : Optional.of(TooLate.foreseen(terms, now, pace.of(rounds)));
    }

    /** Forgets a session, of which nothing runs. */
    void forget(String key) {
        conversations.forget(key);
    }

    /**
     * Stops a request.
     *
     * @return whether it runs
     */
    boolean cancel(String key, String requestId) throws IOException {
        Optional<Generation> found = running.find(key, requestId);
        if (found.isPresent()) {
            stop(found.get(), FinishReason.CANCELLED);
        }
        return found.isPresent();
    }

    private void expire(long now) throws Exception {
        for (RequestEnvelope envelope : open.expired(now)) {
            answers.unstarted(
                    envelope,
                    FinishReason.DEADLINE_EXCEEDED,
                    TooLate.waited(envelope, open.terms(envelope), now),
                    now);
        }
        for (Generation generation : running.due(now)) {
            stop(generation, FinishReason.DEADLINE_EXCEEDED);
        }
    }

    private void stop(Generation generation, FinishReason reason) throws IOException {
        for (Sequence sequence : generation.sequences()) {
            if (!sequence.isFinished()) {
                sequence.end(reason);
                scheduler.withdraw(sequence);
                answers.advanced(generation, sequence);
            }
        }
        finish(running.remove(generation.sequence()));
    }

    private void finish(Generation generation) throws IOException {
        long now = clock.getAsLong();
        conversations.add(generation, now);
        answers.finished(generation, now);
        open.answered(generation.sequence().id(), generation.origin());
    }

    /** A refused turn leaves no trace in its session, and may be sent again as it is. */
    private void refuse(
            String key,
            GenerationRequest request,
            Origin origin,
            ByteBuffer value,
            InvalidRequestException why)
            throws IOException {
        recent.remove(key, request.getRequestId());
        answers.refused(request, origin, value, why, clock.getAsLong());
        open.answered(key, origin);
    }
}
