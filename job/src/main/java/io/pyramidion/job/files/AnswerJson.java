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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An answer as one JSON object, whatever the format of its row: the row's columns, then every field
 * of the result, with the prefix of added columns. Of two of a name, the result's stands. Used by
 * one thread.
 */
public final class AnswerJson {

    private final Columns columns;
    private final Optional<AvroBytes> records;
    private final JsonCodec<GenerationResult> results = new JsonCodec<>(GenerationResult.class);
    private final JsonCodec<ErrorDetail> errors = new JsonCodec<>(ErrorDetail.class);

    /**
     * @param inputs where the rows come from; not of format openai, whose rows have no columns
     */
    public AnswerJson(Inputs inputs, Columns columns) {
        this.columns = columns;
        this.records =
                inputs.schema().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new AvroBytes(new Schema.Parser().parse(inputs.schema())));
    }

    /** The answer to a row. */
    public byte[] of(ResultEnvelope result, FilePosition row) {
        ObjectNode answer = columns(row);
        add(result.getAnswer(), answer);
        return RowJson.bytes(answer);
    }

    /**
     * The answer to a record.
     *
     * @param request the record's value; nothing of it is repeated unless it is a JSON object
     */
    public byte[] of(ResultEnvelope result, byte[] request) {
        ObjectNode answer;
        try {
            answer = RowJson.written(request);
        } catch (InvalidRequestException e) {
            // The result says so.
            answer = RowJson.object();
        }
        add(result.getAnswer(), answer);
        return RowJson.bytes(answer);
    }

    private void add(GenerationResult result, ObjectNode answer) {
        ObjectNode fields = RowJson.written(results.encode(result));
        for (Schema.Field field : result.getSchema().getFields()) {
            answer.set(columns.result(field.name()), fields.get(field.name()));
        }
        // A text that its time cut short is no answer.
        ErrorDetail error = Expired.error(result);
        if (error != null) {
            answer.set(columns.result(Columns.ERROR), RowJson.written(errors.encode(error)));
        }
    }

    private ObjectNode columns(FilePosition row) {
        ByteBuffer kept = row.getColumns();
        if (kept == null || !kept.hasRemaining()) {
            return RowJson.object();
        }
        byte[] bytes = new byte[kept.remaining()];
        kept.duplicate().get(bytes);
        return records.map(avro -> columns(avro.decode(bytes)))
                .orElseGet(() -> RowJson.written(bytes));
    }

    private static ObjectNode columns(GenericRecord record) {
        return (ObjectNode) AvroMapper.json("", record);
    }
}
