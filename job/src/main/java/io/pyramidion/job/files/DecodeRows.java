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
package io.pyramidion.job.files;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.options.FileFormat;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.batch.FailedResult;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.operators.tracing.RequestTracing;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.OutputTag;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns rows into requests. A row that is none, or one that no model is needed to refuse, has an
 * error result in {@link #FAILURES}. No row makes this operator fail.
 */
public final class DecodeRows extends ProcessFunction<SourceRecord, RequestEnvelope> {

    /** Results of rows that were refused. */
    public static final OutputTag<ResultEnvelope> FAILURES =
            new OutputTag<>("failed-rows", new AvroTypeInfo<>(ResultEnvelope.class));

    /** The same rows as they were. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-rows", new AvroTypeInfo<>(DeadLetter.class));

    private static final long serialVersionUID = 1L;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Inputs inputs;
    private final Columns columns;
    private final String defaults;
    private final Instant end;
    private final boolean answersInFiles;
    private final RequestLimits limits;
    private final Map<String, String> names;
    private final TracingSettings traces;

    private transient RowMapper mapper;
    private transient RequestChecks checks;
    private transient RequestTracing tracing;

    /**
     * Decodes as the options have it.
     *
     * @param start from when {@code files.within} counts
     * @param answersInFiles whether answers go to files: they repeat the rows' columns then, and
     *     streaming is refused
     */
    public static DecodeRows of(
            Settings settings, Inputs inputs, Instant start, boolean answersInFiles) {
        return new DecodeRows(
                inputs,
                Columns.of(settings),
                RequestDefaults.text(settings),
                settings.find(FileOptions.WITHIN).map(start::plus).orElse(Instant.MAX),
                answersInFiles,
                settings.requestLimits(),
                TracingSettings.of(settings.options()));
    }

    DecodeRows(
            Inputs inputs,
            Columns columns,
            String defaults,
            Instant end,
            boolean answersInFiles,
            RequestLimits limits,
            TracingSettings traces) {
        this.inputs = inputs;
        this.columns = columns;
        this.defaults = defaults;
        this.end = end;
        this.answersInFiles = answersInFiles;
        this.limits = limits;
        this.traces = traces;
        this.names =
                inputs.files().stream().collect(Collectors.toMap(InputFile::path, InputFile::name));
    }

    @Override
    public void open(OpenContext context) {
        GenerationRequest filling = RequestDefaults.parsed(defaults);
        mapper = Formats.mapper(inputs.format(), inputs.schema(), columns, filling);
        checks = new RequestChecks(limits);
        tracing = RequestTracing.of(traces, getRuntimeContext());
    }

    @Override
    public void close() {
        IOUtils.closeQuietly(tracing);
    }

    @Override
    public void processElement(
            SourceRecord record, Context context, Collector<RequestEnvelope> requests) {
        FilePosition place = (FilePosition) record.getOrigin().getSource();
        byte[] row = new byte[record.getValue().remaining()];
        record.getValue().duplicate().get(row);
        String name = names.getOrDefault(place.getPath(), place.getPath());
        String called = place.getLine() > 0 ? name + ":" + place.getLine() : name;
        MappedRow mapped =
                inputs.isRepeated(place.getPath(), place.getRow())
                        ? mapper.repeated(row, called)
                        : mapper.map(row, called);
        FilePosition kept =
                new FilePosition(
                        name,
                        place.getRow(),
                        place.getLine(),
                        answersInFiles ? ByteBuffer.wrap(mapped.columns()) : null);
        long now = context.timerService().currentProcessingTime();
        Origin origin = new Origin(now, null, List.of(), kept);
        ByteBuffer value = answersInFiles ? NOTHING.duplicate() : record.getValue();
        if (mapped instanceof MappedRow.Refused refused) {
            refuse(refused.id(), origin, value, refused.error(), Map.of(), context);
        } else if (mapped instanceof MappedRow.Asked asked) {
            GenerationRequest request = asked.request();
            if (answersInFiles && inputs.format() == FileFormat.OPENAI) {
                // Another file may have the same custom_id, which its answer repeats by itself.
                request.setRequestId(called);
            }
            try {
                check(request);
                limit(request);
                requests.collect(
                        new RequestEnvelope(
                                request,
                                tracing.adopted(origin, request.getMetadata()),
                                value,
                                Command.GENERATE));
            } catch (InvalidRequestException e) {
                ErrorDetail error = new ErrorDetail(RowMapper.VALIDATE, e.field(), e.getMessage());
                refuse(asked.id(), origin, value, error, request.getMetadata(), context);
            }
        }
    }

    private void check(GenerationRequest request) {
        if (Boolean.TRUE.equals(request.getCancel())) {
            throw new InvalidRequestException("cancel", "cancel is true; allowed: false in a file");
        }
        if (answersInFiles && Boolean.TRUE.equals(request.getStream())) {
            throw new InvalidRequestException(
                    "stream", "stream is true; allowed: false where answers go to files");
        }
        checks.check(request);
    }

    /** No row has more time than all of them. */
    private void limit(GenerationRequest request) {
        if (end.equals(Instant.MAX)) {
            return;
        }
        ServiceLevelObjective slo = request.getSlo();
        if (slo == null) {
            slo = ServiceLevelObjective.newBuilder().build();
            request.setSlo(slo);
        }
        if (slo.getDeadline() == null || slo.getDeadline().isAfter(end)) {
            slo.setDeadline(end);
        }
    }

    private void refuse(
            String id,
            Origin origin,
            ByteBuffer value,
            ErrorDetail error,
            Map<String, String> metadata,
            Context context) {
        Origin traced = tracing.adopted(origin, metadata);
        if (!answersInFiles) {
            context.output(DEAD_LETTERS, new DeadLetter(traced, value, error));
        }
        ResultEnvelope failure =
                new ResultEnvelope(
                        FailedResult.of(id, null, limits.model(), error, metadata), traced);
        context.output(FAILURES, failure);
        tracing.ended(GenerationRequest.newBuilder().setRequestId(id).build(), failure);
    }
}
