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
import io.pyramidion.operators.metrics.GenerationMetrics;
import io.pyramidion.operators.metrics.RequestTimes;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** Sends what requests are answered with, and counts it. Decides nothing. */
public final class AnswerDesk {

    private final ResultAssembler records;
    private final Departures departures;
    private final GenerationMetrics metrics;
    private final LongSupplier clock;

    /**
     * @param modelName what results call the model
     * @param tokenizer the model's; stays its caller's
     * @param clock milliseconds since the epoch
     */
    public AnswerDesk(
            String modelName,
            Tokenizer tokenizer,
            Departures departures,
            GenerationMetrics metrics,
            LongSupplier clock) {
        this.records = new ResultAssembler(modelName, tokenizer);
        this.departures = departures;
        this.metrics = metrics;
        this.clock = clock;
    }

    long now() {
        return clock.getAsLong();
    }

    void watch(ContinuousBatch batch) {
        metrics.requests().watch(batch);
    }

    void admitted(Generation generation) {
        metrics.requests().admitted(generation.sequence().promptLength());
    }

    /** Takes note of a first token. */
    void started(Generation generation) {
        metrics.requests().prefix(generation.sequence().promptLength(), generation.cachedTokens());
    }

    /** Takes note of a session that lost its oldest turns. */
    void truncated() {
        metrics.requests().truncated();
    }

    /** Takes note of a session that was to be forgotten. */
    void forgotten() {
        metrics.requests().forgotten();
    }

    /** Takes note of a request that came before. */
    void repeated() {
        metrics.requests().repeated();
    }

    void resumed() {
        metrics.requests().resumed();
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

    void finished(Generation generation) {
        RequestTimes times = generation.times(now());
        departures.result(records.result(generation, times));
        metrics.requests().finished(ResultAssembler.finishReason(generation.sequence()), times);
    }

    /**
     * Answers a request that never ran.
     *
     * @param why what its sender is told beyond the reason, or null
     */
    void unstarted(RequestEnvelope envelope, FinishReason reason, ErrorDetail why) {
        GenerationRequest request = envelope.getRequest();
        endStream(request, envelope.getOrigin(), reason.wireName());
        departures.result(
                records.unstarted(request, envelope.getOrigin(), reason.wireName(), why, now()));
        metrics.requests().unstarted(reason.wireName());
    }

    /** Takes note of a cancellation whose request neither waits nor runs. */
    void cancelledNothing() {
        metrics.requests().cancelledNothing();
    }

    /**
     * @param value the record's bytes as they came, or null if they are no longer known
     */
    void refused(
            GenerationRequest request,
            Origin origin,
            ByteBuffer value,
            InvalidRequestException why) {
        departures.deadLetter(records.deadLetter(origin, value, why));
        endStream(request, origin, ResultAssembler.ERROR);
        departures.result(records.error(request, origin, why, now()));
        metrics.requests().refused();
    }

    /** Who reads deltas only learns from the last one that no more will come. */
    private void endStream(GenerationRequest request, Origin origin, String finishReason) {
        if (Boolean.TRUE.equals(request.getStream())) {
            departures.delta(records.lastDelta(request, origin, finishReason));
        }
    }
}
