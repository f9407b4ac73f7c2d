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
package io.pyramidion.operators.generation;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.scheduler.Scheduler;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.state.GenerationStates;
import io.pyramidion.operators.state.GenerationStore;
import io.pyramidion.operators.state.RequestQueue;
import io.pyramidion.operators.state.SessionStore;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationState;
import io.pyramidion.schemas.KafkaOrigin;
import io.pyramidion.schemas.RequestEnvelope;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
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
    private final RequestQueue queue;
    private final GenerationStore store;
    private final SessionStore sessions;
    private final RunningBatch running;
    private final WaitingLine line = new WaitingLine();
    private final WatermarkHold watermarks = new WatermarkHold();
    private final AnswerDesk answers;

    public ContinuousBatch(
            Scheduler scheduler, Admission admission, GenerationStates states, AnswerDesk answers) {
        this.scheduler = scheduler;
        this.admission = admission;
        this.queue = states.queue();
        this.store = states.generations();
        this.sessions = states.sessions();
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
        return line.size();
    }

    @Override
    public int slots() {
        return scheduler.slots();
    }

    /** Whether every request that arrived has been answered. */
    public boolean isIdle() {
        return running.size() + line.size() == 0;
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
        for (Map.Entry<String, GenerationState> entry : store.restore().entrySet()) {
            line.occupy(entry.getKey());
            watermarks.requestArrived(entry.getValue().getOrigin().getTimestamp());
            resume(entry.getKey(), entry.getValue());
        }
        queue.restore().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().get(0)))
                .forEach(entry -> rejoin(entry.getKey(), entry.getValue()));
    }

    /** Puts a request into state. It runs once its turn comes. */
    public void arrive(String key, RequestEnvelope envelope) throws Exception {
        queue.add(key, envelope);
        line.add(key);
        watermarks.requestArrived(envelope.getOrigin().getTimestamp());
    }

    /** Fills free slots with waiting requests. */
    public void admit() throws Exception {
        while (hasFreeSlot()) {
            Optional<String> key = line.next();
            if (key.isEmpty()) {
                return;
            }
            start(key.get(), queue.removeFirst(key.get()));
        }
    }

    /** The next round to run; empty if nothing runs. */
    public Optional<Round> schedule() {
        return scheduler.schedule();
    }

    /** Sends on what a round brought and ends the generations that it finished. */
    public void settle(Round round) throws IOException {
        long now = answers.now();
        for (Sequence sequence : round.sequences()) {
            Generation generation = running.of(sequence);
            generation.roundEnded(now);
            answers.advanced(generation);
        }
        for (Sequence sequence : scheduler.retire(round)) {
            finish(running.remove(sequence));
        }
    }

    /** Writes everything that runs into state. */
    public void save() throws IOException {
        running.save();
    }

    private void start(String key, RequestEnvelope envelope) throws IOException {
        GenerationRequest request = envelope.getRequest();
        List<ChatMessage> history = inSession(request) ? sessions.history(key) : List.of();
        try {
            Generation generation = admission.start(key, envelope, history, answers.now());
            answers.admitted(generation);
            run(generation);
        } catch (InvalidRequestException e) {
            refuse(key, request, envelope.getOrigin(), envelope.getValue(), e);
        }
    }

    private void resume(String key, GenerationState state) throws IOException {
        try {
            run(admission.resume(key, state));
            answers.resumed();
        } catch (InvalidRequestException e) {
            store.clear(key);
            refuse(key, state.getRequest(), state.getOrigin(), null, e);
        }
    }

    private void run(Generation generation) throws IOException {
        running.add(generation);
        if (generation.sequence().isFinished()) {
            // Resumed by a job that allows fewer tokens than it has.
            answers.advanced(generation);
            finish(running.remove(generation.sequence()));
        } else {
            scheduler.submit(generation.sequence());
        }
    }

    private void rejoin(String key, List<Long> eventTimes) {
        for (long eventTime : eventTimes) {
            line.add(key);
            watermarks.requestArrived(eventTime);
        }
    }

    private void finish(Generation generation) throws IOException {
        GenerationRequest request = generation.request();
        Sequence sequence = generation.sequence();
        if (inSession(request)) {
            sessions.append(sequence.id(), request.getMessages(), sequence.text(), answers.now());
        }
        answers.finished(generation);
        answered(sequence.id(), generation.origin());
    }

    /** A refused turn leaves no trace in its session. */
    private void refuse(
            String key,
            GenerationRequest request,
            KafkaOrigin origin,
            ByteBuffer value,
            InvalidRequestException why) {
        answers.refused(request, origin, value, why);
        answered(key, origin);
    }

    private void answered(String key, KafkaOrigin origin) {
        line.release(key);
        watermarks.requestAnswered(origin.getTimestamp());
    }

    private static boolean inSession(GenerationRequest request) {
        return request.getSessionId() != null && request.getMessages() != null;
    }
}
