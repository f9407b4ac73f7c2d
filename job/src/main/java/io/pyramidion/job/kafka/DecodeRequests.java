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
import io.pyramidion.job.codec.Tombstone;
import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.operators.tracing.RequestTracing;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.OutputTag;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Turns records into requests. A record that is no request, or one that no model is needed to
 * refuse, goes to {@link #DEAD_LETTERS}; if its request id can be read, an error result goes to
 * {@link #FAILURES} too. No record makes this operator fail.
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
    private final TracingSettings traces;

    private transient ValueCodec<GenerationRequest> codec;
    private transient RequestChecks checks;
    private transient FailureResults failures;
    private transient RequestTracing tracing;

    /** Decodes as the options have it. */
    public static DecodeRequests of(Settings settings) {
        return new DecodeRequests(
                settings.get(KafkaOptions.VALUE_FORMAT),
                new RecordLimits(settings.get(KafkaOptions.MAX_RECORD_BYTES).getBytes()),
                settings.requestLimits(),
                new ReplyTo(settings.get(KafkaOptions.REPLY_TOPICS)),
                TracingSettings.of(settings.options()));
    }

    DecodeRequests(
            ValueFormat format,
            RecordLimits recordLimits,
            RequestLimits requestLimits,
            ReplyTo replyTo,
            TracingSettings traces) {
        this.format = format;
        this.recordLimits = recordLimits;
        this.requestLimits = requestLimits;
        this.replyTo = replyTo;
        this.traces = traces;
    }

    @Override
    public void open(OpenContext context) {
        codec = ValueCodecs.of(format, GenerationRequest.class);
        checks = new RequestChecks(requestLimits);
        failures = new FailureResults(codec, requestLimits.model());
        tracing = RequestTracing.of(traces, getRuntimeContext());
    }

    @Override
    public void close() {
        IOUtils.closeQuietly(tracing);
    }

    @Override
    public void processElement(
            SourceRecord element, Context context, Collector<RequestEnvelope> requests) {
        SourceRecord record = timed(element, context.timerService().currentProcessingTime());
        try {
            recordLimits.check(record);
            if (record.getValue() == null) {
                requests.collect(forget(record.getOrigin()));
                return;
            }
            GenerationRequest request = codec.decode(Headers.bytes(record.getValue()));
            checks.check(request);
            replyTo.check(record.getOrigin());
            requests.collect(
                    new RequestEnvelope(
                            request,
                            tracing.adopted(record.getOrigin(), request.getMetadata()),
                            record.getValue(),
                            command(request)));
        } catch (DecodeException e) {
            refuse(record, new ErrorDetail(DECODE, e.field(), e.getMessage()), context);
        } catch (InvalidRequestException e) {
            refuse(record, new ErrorDetail(VALIDATE, e.field(), e.getMessage()), context);
        }
    }

    /** Without a time of its own a record counts as sent now: waiting times are taken from it. */
    private static SourceRecord timed(SourceRecord record, long now) {
        if (record.getOrigin().getEventTime() > 0) {
            return record;
        }
        Origin origin = Origin.newBuilder(record.getOrigin()).setEventTime(now).build();
        return new SourceRecord(origin, record.getValue());
    }

    /** A record without a value names by its key the session to forget. */
    private static RequestEnvelope forget(Origin origin) {
        String session =
                origin.getKey() == null ? "" : Tombstone.read(Headers.bytes(origin.getKey()));
        return new RequestEnvelope(
                RequestChecks.forget(session), origin, NOTHING.duplicate(), Command.FORGET);
    }

    private static Command command(GenerationRequest request) {
        return Boolean.TRUE.equals(request.getCancel()) ? Command.CANCEL : Command.GENERATE;
    }

    private void refuse(SourceRecord record, ErrorDetail error, Context context) {
        long now = context.timerService().currentProcessingTime();
        Optional<ResultEnvelope> failure = failures.of(record, error, now);
        failure.ifPresent(
                result ->
                        result.setOrigin(
                                tracing.adopted(
                                        record.getOrigin(), result.getAnswer().getMetadata())));
        Origin origin = failure.map(ResultEnvelope::getOrigin).orElse(record.getOrigin());
        context.output(DEAD_LETTERS, new DeadLetter(origin, record.getValue(), error));
        failure.filter(result -> recordLimits.canBeAnswered(record.getOrigin()))
                .ifPresent(result -> context.output(FAILURES, result));
        if (traces.isOn()) {
            ResultEnvelope told = failure.orElseGet(() -> failures.unanswered(record, error, now));
            tracing.ended(FailureResults.request(told.getAnswer()), told);
        }
    }
}
