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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.RequestChecks;
import io.pyramidion.job.codec.RequestLimits;
import io.pyramidion.job.codec.Tombstone;
import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.KafkaOrigin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Turns records into requests. A record that is no request, or one that no model is needed to
 * refuse, goes to {@link #DEAD_LETTERS}; if its request id can be read, an error result goes to
 * {@link #FAILURES} too. No record makes the job fail.
 */
public final class DecodeRequests extends ProcessFunction<SourceRecord, RequestEnvelope> {

    /** Records that cannot be served. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", new AvroTypeInfo<>(DeadLetter.class));

    /** Error results of those whose request id could be read. */
    public static final OutputTag<ResultEnvelope> FAILURES =
            new OutputTag<>("failures", new AvroTypeInfo<>(ResultEnvelope.class));

    private static final long serialVersionUID = 1L;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final String DECODE = "decode";
    private static final String VALIDATE = "validate";

    private final ValueFormat format;
    private final RecordLimits recordLimits;
    private final RequestLimits requestLimits;
    private final ReplyTo replyTo;

    private transient ValueCodec<GenerationRequest> codec;
    private transient RequestChecks checks;
    private transient FailureResults failures;

    DecodeRequests(
            ValueFormat format,
            RecordLimits recordLimits,
            RequestLimits requestLimits,
            ReplyTo replyTo) {
        this.format = format;
        this.recordLimits = recordLimits;
        this.requestLimits = requestLimits;
        this.replyTo = replyTo;
    }

    @Override
    public void open(OpenContext context) {
        codec = ValueCodecs.of(format, GenerationRequest.class);
        checks = new RequestChecks(requestLimits);
        failures = new FailureResults(codec, requestLimits.model());
    }

    @Override
    public void processElement(
            SourceRecord element, Context context, Collector<RequestEnvelope> requests) {
        SourceRecord record = timed(element, context.timerService().currentProcessingTime());
        try {
            requests.collect(decode(record));
        } catch (DecodeException e) {
            refuse(record, new ErrorDetail(DECODE, e.field(), e.getMessage()), context);
        } catch (InvalidRequestException e) {
            refuse(record, new ErrorDetail(VALIDATE, e.field(), e.getMessage()), context);
        }
    }

    /** Without a time of its own a record counts as sent now: waiting times are taken from it. */
    private static SourceRecord timed(SourceRecord record, long now) {
        if (record.getOrigin().getTimestamp() > 0) {
            return record;
        }
        KafkaOrigin origin = KafkaOrigin.newBuilder(record.getOrigin()).setTimestamp(now).build();
        return new SourceRecord(origin, record.getValue());
    }

    private RequestEnvelope decode(SourceRecord record) {
        KafkaOrigin origin = record.getOrigin();
        recordLimits.check(record);
        ByteBuffer value = record.getValue();
        if (value == null) {
            return new RequestEnvelope(
                    Tombstone.read(Headers.bytes(origin.getKey())),
                    origin,
                    NOTHING.duplicate(),
                    Command.FORGET);
        }
        GenerationRequest request = codec.decode(Headers.bytes(value));
        checks.check(request);
        replyTo.check(origin);
        return new RequestEnvelope(request, origin, value, command(request));
    }

    private static Command command(GenerationRequest request) {
        return Boolean.TRUE.equals(request.getCancel()) ? Command.CANCEL : Command.GENERATE;
    }

    private void refuse(SourceRecord record, ErrorDetail error, Context context) {
        context.output(DEAD_LETTERS, new DeadLetter(record.getOrigin(), record.getValue(), error));
        Optional<ResultEnvelope> failure =
                failures.of(record, error, context.timerService().currentProcessingTime());
        failure.filter(result -> recordLimits.canBeAnswered(result.getOrigin()))
                .ifPresent(result -> context.output(FAILURES, result));
    }
}
