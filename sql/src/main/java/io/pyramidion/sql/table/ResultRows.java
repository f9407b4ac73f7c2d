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
package io.pyramidion.sql.table;

import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.files.AnswerJson;
import io.pyramidion.job.files.Columns;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.kafka.ValueCodecs;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.RuntimeContextInitializationContextAdapters;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonRowDataDeserializationSchema;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/**
 * Turns results into rows of a table, its columns filled by their names. A row of which some column
 * has not the declared type has null there, and says so in its error.
 */
final class ResultRows extends RichMapFunction<ResultEnvelope, RowData> {

    private static final Logger LOG = LoggerFactory.getLogger(ResultRows.class);

    private static final long serialVersionUID = 1L;

    private static final byte[] NOTHING = {};

    private final String table;
    private final RowType type;
    private final TypeInformation<RowData> information;
    private final Inputs inputs;
    private final Columns columns;
    private final ValueFormat format;

    private transient AnswerJson answers;
    private transient ValueCodec<GenerationRequest> requests;
    private transient JsonCodec<GenerationRequest> json;
    private transient JsonRowDataDeserializationSchema strict;
    private transient JsonRowDataDeserializationSchema lenient;

    /**
     * @param inputs the files that are read, if any
     */
    ResultRows(GenerationTable table, TypeInformation<RowData> information, Inputs inputs) {
        this.table = table.name();
        this.type = table.rows();
        this.information = information;
        this.inputs = inputs;
        this.columns = table.columns();
        this.format = table.settings().get(KafkaOptions.VALUE_FORMAT);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        answers = new AnswerJson(inputs, columns);
        requests = ValueCodecs.of(format, GenerationRequest.class);
        json = new JsonCodec<>(GenerationRequest.class);
        strict = opened(false);
        lenient = opened(true);
    }

    private JsonRowDataDeserializationSchema opened(boolean ignoreErrors) throws Exception {
        JsonRowDataDeserializationSchema schema =
                new JsonRowDataDeserializationSchema(
                        type, information, false, ignoreErrors, TimestampFormat.ISO_8601);
        schema.open(
                RuntimeContextInitializationContextAdapters.deserializationAdapter(
                        getRuntimeContext()));
        return schema;
    }

    @Override
    public RowData map(ResultEnvelope result) throws IOException {
        Origin origin = result.getOrigin();
        byte[] answer =
                origin.getSource() instanceof FilePosition row
                        ? answers.of(result, row)
                        : answers.of(result, request(origin));
        JsonNode columnsOfAll = strict.deserializeToJsonNode(answer);
        try {
            return strict.convertToRowData(columnsOfAll);
        } catch (RuntimeException e) {
            return withError((ObjectNode) columnsOfAll, e, result);
        }
    }

    private RowData withError(ObjectNode row, RuntimeException e, ResultEnvelope result) {
        String cause = e.getCause() == null ? "" : " " + e.getCause().getMessage();
        String message = e.getMessage() + cause;
        LOG.warn("Table {}: request {}: {}", table, result.getAnswer().getRequestId(), message);
        row.putObject(columns.result("error"))
                .put("stage", "send")
                .put("field", "")
                .put("message", message);
        return lenient.convertToRowData(row);
    }

    /** The request as JSON; empty if there was none, which its error says. */
    private byte[] request(Origin origin) {
        byte[] value = KeepValue.value(origin).orElse(NOTHING);
        if (format == ValueFormat.JSON || value.length == 0) {
            return value;
        }
        try {
            return json.encode(requests.decode(value));
        } catch (DecodeException e) {
            return NOTHING;
        }
    }
}
