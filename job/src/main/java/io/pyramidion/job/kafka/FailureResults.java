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
package io.pyramidion.job.kafka;

import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.operators.batch.FailedResult;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import io.pyramidion.schemas.Timings;

import java.util.Map;
import java.util.Optional;

/** Error results of requests that never reached a model. */
final class FailureResults {

    private static final String REQUEST_ID = "request_id";
    private static final String CANCEL = "cancel";
    private static final String SESSION_ID = "session_id";
    private static final String METADATA = "metadata";

    private final ValueCodec<GenerationRequest> codec;
    private final String model;

    FailureResults(ValueCodec<GenerationRequest> codec, String model) {
        this.codec = codec;
        this.model = model;
    }

    /** The error result of a record, if its request id can be read. */
    Optional<ResultEnvelope> of(SourceRecord record, ErrorDetail error, long now) {
        byte[] value = Headers.bytes(record.getValue());
        if (value == null || codec.says(value, CANCEL)) {
            // The id of a cancellation is that of another record, which has a result of its own.
            return Optional.empty();
        }
        return id(value, REQUEST_ID)
                .map(
                        id ->
                                FailedResult.of(
                                        id,
                                        id(value, SESSION_ID).orElse(null),
                                        model,
                                        error,
                                        timings(record, now),
                                        codec.salvageMap(value, METADATA)))
                .map(answer -> new ResultEnvelope(answer, record.getOrigin()));
    }

    /** What a trace tells of a record that has no result. */
    ResultEnvelope unanswered(SourceRecord record, ErrorDetail error, long now) {
        return new ResultEnvelope(
                FailedResult.of("", null, model, error, timings(record, now), Map.of()),
                record.getOrigin());
    }

    /** As much of the request as its error result tells. */
    static GenerationRequest request(GenerationResult answer) {
        return GenerationRequest.newBuilder()
                .setRequestId(answer.getRequestId())
                .setSessionId(answer.getSessionId())
                .build();
    }

    private static Timings timings(SourceRecord record, long now) {
        double waited = Math.max(0, now - record.getOrigin().getEventTime());
        return new Timings(waited, 0.0, 0.0, waited);
    }

    private Optional<String> id(byte[] value, String field) {
        return codec.salvage(value, field)
                .filter(id -> !id.isEmpty() && id.length() <= RequestChecks.LONGEST_ID);
    }
}
