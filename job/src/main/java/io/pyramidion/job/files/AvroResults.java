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

import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.Usage;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Results as records of an Avro container file: the row's columns as they were, with those of its
 * answer behind them. What is appended is whole blocks of the container.
 */
final class AvroResults implements ResultRows {

    private static final Schema TEXT = Schema.create(Schema.Type.STRING);

    private final Schema rowSchema;
    private final Schema schema;
    private final Map<String, Schema> added = new LinkedHashMap<>();
    private final Columns columns;
    private final AvroBytes rows;
    private final AvroBytes results;
    private final byte[] sync;

    /**
     * @param defaults request fields for rows that do not set them
     * @throws OptionException if the row has columns of the names that are added
     */
    AvroResults(Schema rowSchema, Columns columns, GenerationRequest defaults) {
        this.rowSchema = rowSchema;
        this.columns = columns;
        added.put("text", optional(TEXT));
        added.put("finish_reason", optional(TEXT));
        added.put("usage", optional(Usage.getClassSchema()));
        added.put(Columns.ERROR, optional(ErrorDetail.getClassSchema()));
        added.put("speculation", optional(SpeculationStatistics.getClassSchema()));
        // What requests from elsewhere ask for shows only as they come.
        boolean any = rowSchema.equals(withoutRows());
        if (any || defaults.getN() != null || rowSchema.getField("n") != null) {
            added.put("choices", optional(Schema.createArray(Choice.getClassSchema())));
        }
        if (any || defaults.getLogprobs() != null || rowSchema.getField("logprobs") != null) {
            added.put("logprobs", optional(Logprobs.getClassSchema()));
        }
        this.schema = schema();
        this.rows = new AvroBytes(rowSchema);
        this.results = new AvroBytes(schema);
        UUID same = UUID.nameUUIDFromBytes(schema.toString().getBytes(RowJson.CHARSET));
        this.sync =
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(same.getMostSignificantBits())
                        .putLong(same.getLeastSignificantBits())
                        .array();
    }

    @Override
    public byte[] row(ResultEnvelope envelope) {
        GenerationResult answer = envelope.getAnswer();
        GenericRecord result = new GenericData.Record(schema);
        IndexedRecord row =
                envelope.getOrigin().getSource() instanceof FilePosition place
                        ? row(place)
                        : answer;
        for (Schema.Field field : rowSchema.getFields()) {
            int position = row.getSchema().getField(field.name()).pos();
            result.put(field.pos(), row.get(position));
        }
        for (String name : added.keySet()) {
            Schema.Field field = answer.getSchema().getField(name);
            result.put(columns.result(name), answer.get(field.pos()));
        }
        if (row != answer) {
            result.put(columns.result(Columns.ERROR), Expired.error(answer));
        }
        return results.encode(result);
    }

    private GenericRecord row(FilePosition place) {
        byte[] bytes = new byte[place.getColumns().remaining()];
        place.getColumns().duplicate().get(bytes);
        return rows.decode(bytes);
    }

    @Override
    public byte[] chunk(String path, boolean first, List<byte[]> rows) throws IOException {
        byte[] whole = file(rows);
        return first ? whole : Arrays.copyOfRange(whole, file(List.of()).length, whole.length);
    }

    /** A container file with these rows. All have the same header. */
    private byte[] file(List<byte[]> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer =
                new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL));
            writer.create(schema, bytes, sync);
            for (byte[] row : rows) {
                writer.appendEncoded(ByteBuffer.wrap(row));
            }
        }
        return bytes.toByteArray();
    }

    private Schema schema() {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : rowSchema.getFields()) {
            fields.add(new Schema.Field(field, field.schema()));
        }
        added.forEach(
                (name, type) -> {
                    String column = columns.result(name);
                    if (rowSchema.getField(column) != null) {
                        throw new OptionException(
                                FileOptions.RESULT_PREFIX.refusal(
                                        columns.resultPrefix(),
                                        "one that makes "
                                                + column
                                                + " another name: the rows have such a column"));
                    }
                    fields.add(
                            new Schema.Field(column, type, null, Schema.Field.NULL_DEFAULT_VALUE));
                });
        Schema whole =
                Schema.createRecord(
                        rowSchema.getName(),
                        rowSchema.getDoc(),
                        rowSchema.getNamespace(),
                        false,
                        fields);
        rowSchema.getObjectProps().forEach(whole::addProp);
        return whole;
    }

    /** What stands for a row where requests were in no file: fields of the result itself. */
    static Schema withoutRows() {
        Schema whole = GenerationResult.getClassSchema();
        List<Schema.Field> fields =
                Stream.of("request_id", "session_id", "model", "metadata")
                        .map(whole::getField)
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList();
        return Schema.createRecord("Answer", null, whole.getNamespace(), false, fields);
    }

    private static Schema optional(Schema type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    }
}
