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
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.state.RecentRequestStore;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.RequestEnvelope;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Does what a record wants: a request is in state when {@link #arrive} returns, unless it was
 * answered at once or came before; a command has been carried out, or waits behind the requests of
 * its session. Used by the task's thread only, between rounds.
 */
public final class Intake {

    private final ContinuousBatch batch;
    private final OpenRequests open;
    private final RecentRequestStore recent;
    private final AnswerSender answers;
    private final RequestMetrics metrics;
    private final LoadWatch load;
    private final LongSupplier clock;

    /**
     * @param open the requests that the batch takes its work from
     * @param recent what came lately
     * @param clock milliseconds since the epoch
     */
    public Intake(
            ContinuousBatch batch,
            OpenRequests open,
            RecentRequestStore recent,
            AnswerSender answers,
            RequestMetrics metrics,
            LoadWatch load,
            LongSupplier clock) {
        this.batch = batch;
        this.open = open;
        this.recent = recent;
        this.answers = answers;
        this.metrics = metrics;
        this.load = load;
        this.clock = clock;
    }

    /**
     * Takes in a record.
     *
     * @param key what its request is keyed by
     */
    public void arrive(String key, RequestEnvelope envelope) throws Exception {
        switch (envelope.getCommand()) {
            case CANCEL -> cancel(key, envelope.getRequest().getRequestId());
            case FORGET -> forget(key, envelope);
            default -> generate(key, envelope);
        }
    }

    private void generate(String key, RequestEnvelope envelope) throws Exception {
        GenerationRequest request = envelope.getRequest();
        if (isRepeated(key, request.getRequestId())) {
            metrics.repeated();
            return;
        }
        try {
            open.add(key, envelope);
            load.arrived();
        } catch (InvalidRequestException e) {
            recent.remove(key, request.getRequestId());
            answers.refused(
                    request, envelope.getOrigin(), envelope.getValue(), e, clock.getAsLong());
        }
    }

    /** Whether it has been answered, or is about to be: however often it comes, once. */
    private boolean isRepeated(String key, String requestId) throws IOException {
        return !recent.add(key, requestId, clock.getAsLong())
                || open.contains(key, requestId)
                || batch.isRunning(key, requestId);
    }

    /** A session is forgotten behind its requests that came before, at once if there are none. */
    private void forget(String key, RequestEnvelope envelope) throws Exception {
        if (batch.isRunning(key) || open.contains(key)) {
            open.add(key, envelope);
        } else {
            batch.forget(key);
        }
    }

    private void cancel(String key, String requestId) throws Exception {
        Optional<RequestEnvelope> waited = open.remove(key, requestId);
        if (waited.isPresent()) {
            answers.unstarted(waited.get(), FinishReason.CANCELLED, null, clock.getAsLong());
        } else if (!batch.cancel(key, requestId)) {
            metrics.cancelledNothing();
        }
    }
}
