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
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.operators.state.GenerationStates;
import io.pyramidion.operators.state.GenerationStore;
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

/**
 * The requests of one subtask between arrival and answer. A request is in state from the moment it
 * {@linkplain #arrive arrives}; {@link #admit} moves it into the running batch when a KV slot is
 * free; {@link #settle} takes it out when a round has finished it. A key's requests run one after
 * another, each exactly to one answer. Used by the task's thread only, between rounds.
 */
public final class ContinuousBatch implements RequestMetrics.Occupancy {

    private final Scheduler scheduler;
    private final Admission admission;
    private final WaitingRequests waiting;
    private final GenerationStore store;
    private final Conversations conversations;
    private final RecentRequestStore recent;
    private final RunningBatch running;
    private final WatermarkHold watermarks = new WatermarkHold();
    private final Pace pace = new Pace();
    private final AnswerDesk answers;
    private long roundStart;

    public ContinuousBatch(
            Scheduler scheduler,
            Admission admission,
            GenerationStates states,
            RequestSettings settings,
            AnswerDesk answers) {
        this.scheduler = scheduler;
        this.admission = admission;
        this.waiting = new WaitingRequests(states.queue(), settings);
        this.store = states.generations();
        this.conversations = new Conversations(states.sessions());
        this.recent = states.recent();
        this.running = new RunningBatch(store);
        this.answers = answers;
        answers.watch(this);
    }

    @Override
    public int running() {
        return running.size();
    }

    @Override
    public int waiting() {
        return waiting.size();
    }

    @Override
    public int slots() {
        return scheduler.slots();
    }

    /** Whether every request that arrived has been answered. */
    public boolean isIdle() {
        return running.size() + waiting.size() == 0;
    }

    public boolean hasFreeSlot() {
        return scheduler.hasFreeSlot();
    }

    /** Event time, which this batch holds back behind its unanswered requests. */
    public WatermarkHold watermarks() {
        return watermarks;
    }

    /**
     * Takes up what the restored checkpoint holds: running generations go on, even if there are
     * more of them than slots, and the others wait in order of event time. Call once, before
     * anything else.
     */
    public void restore() throws Exception {
        for (Map.Entry<String, GenerationStore.Stored> entry : store.restore().entrySet()) {
            waiting.occupy(entry.getKey());
            watermarks.requestArrived(entry.getValue().admitted().getOrigin().getEventTime());
            resume(entry.getKey(), entry.getValue());
        }
        for (RequestEnvelope envelope : waiting.restore(answers.now())) {
            watermarks.requestArrived(envelope.getOrigin().getEventTime());
        }
        expire(answers.now());
    }

    /** Does what a record wants: a request goes into state and runs once its turn comes. */
    public void arrive(String key, RequestEnvelope envelope) throws Exception {
        GenerationRequest request = envelope.getRequest();
        if (envelope.getCommand() == Command.CANCEL) {
            cancel(key, request.getRequestId());
            return;
        }
        if (envelope.getCommand() == Command.FORGET) {
            forget(key, envelope);
            return;
        }
        if (isRepeated(key, request.getRequestId())) {
            answers.repeated();
            return;
        }
        try {
            waiting.add(key, envelope, answers.now());
            watermarks.requestArrived(envelope.getOrigin().getEventTime());
        } catch (InvalidRequestException e) {
            recent.remove(key, request.getRequestId());
            answers.refused(request, envelope.getOrigin(), envelope.getValue(), e);
        }
        expire(answers.now());
    }

    /** Whether it has been answered, or is about to be: however often it comes, once. */
    private boolean isRepeated(String key, String requestId) throws IOException {
        return !recent.add(key, requestId, answers.now())
                || waiting.contains(key, requestId)
                || running.find(key, requestId).isPresent();
    }

    /** Fills free slots with waiting requests. */
    public void admit() throws Exception {
        while (hasFreeSlot()) {
            Optional<WaitingRequests.Turn> turn = waiting.next(answers.now());
            if (turn.isEmpty()) {
                return;
            }
            start(turn.get().key(), turn.get().envelope());
        }
    }

    /** The next round to run; empty if nothing runs. */
    public Optional<Round> schedule() {
        roundStart = answers.now();
        return scheduler.schedule();
    }

    /** Sends on what a round brought, and ends what it finished and whose time is up. */
    public void settle(Round round) throws Exception {
        long now = answers.now();
        pace.roundTook(now - roundStart);
        for (Sequence sequence : round.sequences()) {
            Generation generation = running.of(sequence);
            if (generation.roundEnded(now)) {
                answers.started(generation);
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
        expire(now);
    }

    /** Writes everything that runs into state. */
    public void save() throws IOException {
        running.save();
    }

    private void start(String key, RequestEnvelope envelope) throws IOException {
        if (envelope.getCommand() == Command.FORGET) {
            forget(key);
            answered(key, envelope.getOrigin());
            return;
        }
        GenerationRequest request = envelope.getRequest();
        List<ChatMessage> history = conversations.history(key, request);
        try {
            Admission.Start start = admission.start(key, envelope, history, answers.now());
            Generation generation = start.generation();
            Optional<ErrorDetail> late = late(generation, waiting.terms(envelope), history);
            if (late.isPresent()) {
                answers.unstarted(envelope, FinishReason.DEADLINE_EXCEEDED, late.get());
                answered(key, envelope.getOrigin());
                return;
            }
            if (start.history().size() < history.size()) {
                conversations.keep(key, start.history());
                answers.truncated();
            }
            answers.admitted(generation);
            running.start(generation);
            run(generation);
        } catch (InvalidRequestException e) {
            refuse(key, request, envelope.getOrigin(), envelope.getValue(), e);
        }
    }

    private void resume(String key, GenerationStore.Stored stored) throws IOException {
        try {
            Generation generation = admission.resume(key, stored);
            running.add(generation);
            run(generation);
            answers.resumed();
        } catch (InvalidRequestException e) {
            store.clear(key);
            AdmittedRequest admitted = stored.admitted();
            refuse(key, admitted.getRequest(), admitted.getOrigin(), null, e);
        }
    }

    private void run(Generation generation) throws IOException {
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
            Generation generation, Terms terms, List<ChatMessage> history) {
        int rounds = history.isEmpty() ? admission.roundsToFirstToken(generation) : 1;
        long now = answers.now();
        return now + pace.of(rounds) < terms.deadline()
                ? Optional.empty()
                : Optional.of(TooLate.foreseen(terms, now, pace.of(rounds)));
    }

    /** A session is forgotten behind its requests that came before, at once if there are none. */
    private void forget(String key, RequestEnvelope envelope) throws Exception {
        if (waiting.isIdle(key)) {
            forget(key);
        } else {
            waiting.add(key, envelope, answers.now());
            watermarks.requestArrived(envelope.getOrigin().getEventTime());
        }
    }

    private void forget(String key) {
        conversations.forget(key);
        answers.forgotten();
    }

    private void cancel(String key, String requestId) throws Exception {
        Optional<RequestEnvelope> unstarted = waiting.remove(key, requestId);
        if (unstarted.isPresent()) {
            unstarted(unstarted.get(), FinishReason.CANCELLED, null);
            return;
        }
        Optional<Generation> found = running.find(key, requestId);
        if (found.isPresent()) {
            stop(found.get(), FinishReason.CANCELLED);
        } else {
            answers.cancelledNothing();
        }
    }

    private void expire(long now) throws Exception {
        for (RequestEnvelope envelope : waiting.expired(now)) {
            unstarted(
                    envelope,
                    FinishReason.DEADLINE_EXCEEDED,
                    TooLate.waited(envelope, waiting.terms(envelope), now));
        }
        for (Generation generation : running.due(now)) {
            stop(generation, FinishReason.DEADLINE_EXCEEDED);
        }
    }

    /** Its key may be busy with an earlier request, and stays so. */
    private void unstarted(RequestEnvelope envelope, FinishReason reason, ErrorDetail why) {
        answers.unstarted(envelope, reason, why);
        watermarks.requestAnswered(envelope.getOrigin().getEventTime());
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
        conversations.add(generation, answers.now());
        answers.finished(generation);
        answered(generation.sequence().id(), generation.origin());
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
        answers.refused(request, origin, value, why);
        answered(key, origin);
    }

    private void answered(String key, Origin origin) {
        waiting.release(key);
        watermarks.requestAnswered(origin.getEventTime());
    }
}
