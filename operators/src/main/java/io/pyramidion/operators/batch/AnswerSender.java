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
import io.pyramidion.engine.speculation.Delta;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.operators.metrics.RequestEnd;
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.metrics.RequestTimes;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.operators.tracing.RequestTracing;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SloAttainment;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Sends what requests are answered with, and counts the answers: whatever ends a request, what came
 * of its objective is counted as its result tells it. Decides nothing. Times are milliseconds since
 * the epoch.
 */
public final class AnswerSender {

    private final ResultAssembler records;
    private final Departures departures;
    private final RequestMetrics metrics;
    private final LoadWatch load;
    private final RequestTracing tracing;

    /**
     * @param modelName what results call the model
     * @param tokenizer the model's; stays its caller's
     * @param tracing stays its caller's
     */
    public AnswerSender(
            String modelName,
            Tokenizer tokenizer,
            Departures departures,
            RequestMetrics metrics,
            LoadWatch load,
            RequestTracing tracing) {
        this.records = new ResultAssembler(modelName, tokenizer);
        this.departures = departures;
        this.metrics = metrics;
        this.load = load;
        this.tracing = tracing;
    }

    /** Sends the new piece of a streaming request's text. */
    void advanced(Generation generation, Sequence sequence) {
        if (!generation.streams()) {
            return;
        }
        Delta delta = sequence.drain();
        if (!delta.isEmpty() || sequence.isFinished()) {
            departures.delta(records.delta(generation, sequence, delta));
        }
    }

    void finished(Generation generation, long now) {
        RequestTimes times = generation.times(now);
        ResultEnvelope result = records.result(generation, times, now);
        send(generation.request(), result);
        load.served(result.getAnswer().getSlo(), generation.hasFirstToken());
        metrics.finished(end(generation.request(), result), times, generation.longest());
    }

    /**
     * Answers a request that never ran.
     *
     * @param why what its sender is told beyond the reason, or null
     */
    void unstarted(RequestEnvelope envelope, FinishReason reason, ErrorDetail why, long now) {
        GenerationRequest request = envelope.getRequest();
        endStream(request, envelope.getOrigin(), reason.wireName());
        ResultEnvelope result = records.unstarted(request, envelope.getOrigin(), reason, why, now);
        load.unserved(result.getAnswer().getSlo());
        unstarted(request, result);
    }

    /**
     * Answers a request that cannot be served, and sends its record to the dead letters.
     *
     * @param value the record's bytes as they came, or null if they are no longer known
     */
    void refused(
            GenerationRequest request,
            Origin origin,
            ByteBuffer value,
            InvalidRequestException why,
            long now) {
        departures.deadLetter(records.deadLetter(origin, value, why));
        endStream(request, origin, ResultAssembler.ERROR);
        unstarted(request, records.error(request, origin, why, now));
    }

    private void unstarted(GenerationRequest request, ResultEnvelope result) {
        send(request, result);
        metrics.unstarted(end(request, result));
    }

    private void send(GenerationRequest request, ResultEnvelope result) {
        departures.result(result);
        tracing.ended(request, result);
    }

    private static RequestEnd end(GenerationRequest request, ResultEnvelope result) {
        GenerationResult answer = result.getAnswer();
        return new RequestEnd(
                Terms.sloClass(request.getSlo()),
                answer.getFinishReason(),
                Optional.ofNullable(answer.getSlo()).map(SloAttainment::getMet));
    }

    /** Who reads deltas only learns from the last one that no more will come. */
    private void endStream(GenerationRequest request, Origin origin, String finishReason) {
        if (Boolean.TRUE.equals(request.getStream())) {
            departures.delta(records.lastDelta(request, origin, finishReason));
        }
    }
}
