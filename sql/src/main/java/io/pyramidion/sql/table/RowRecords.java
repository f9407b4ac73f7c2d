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

import io.pyramidion.job.codec.JsonSpellings;
import io.pyramidion.job.files.AvroBytes;
import io.pyramidion.job.files.Columns;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.SourceRecord;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.RuntimeContextInitializationContextAdapters;
import org.apache.flink.formats.avro.RowDataToAvroConverters;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonFormatOptions;
import org.apache.flink.formats.json.JsonRowDataSerializationSchema;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Turns the rows of a table into records as files have them. Texts that hold a list or an object as
 * JSON become such. A row without an id is named by its number, in a series of this attempt of this
 * subtask: after a failure no name comes again that an answered row has.
 */
final class RowRecords extends RichMapFunction<RowData, SourceRecord> {

    private static final long serialVersionUID = 1L;

    private static final String METADATA = "metadata";

    private final RowType type;
    private final String schema;
    private final List<String> jsonTexts = new ArrayList<>();
    private final List<String> carried = new ArrayList<>();

    private transient JsonRowDataSerializationSchema json;
    private transient JsonMapper mapper;
    private transient RowDataToAvroConverters.RowDataToAvroConverter avro;
    private transient Schema avroSchema;
    private transient AvroBytes bytes;
    private transient String series;
    private transient long row;

    /**
     * @param inputs the format of the rows
     * @param answersRepeatColumns whether answers repeat a row's columns; if not, those that are no
     *     fields of a request are entries of its metadata
     */
    RowRecords(GenerationTable table, Inputs inputs, boolean answersRepeatColumns) {
        this.type = table.rows();
        this.schema = inputs.schema();
        Columns columns = table.columns();
        for (RowType.RowField column : type.getFields()) {
            boolean text = column.getType().is(LogicalTypeFamily.CHARACTER_STRING);
            String field = columns.field(column.getName()).orElse("");
            if (text && JsonSpellings.isStructured(field)) {
                jsonTexts.add(column.getName());
            }
            if (field.isEmpty() && !answersRepeatColumns) {
                carried.add(column.getName());
            }
        }
    }

    @Override
    public void open(OpenContext context) throws Exception {
        if (schema.isEmpty()) {
            json =
                    new JsonRowDataSerializationSchema(
                            type,
                            TimestampFormat.ISO_8601,
                            JsonFormatOptions.MapNullKeyMode.LITERAL,
                            "null",
                            true,
                            false);
            json.open(
                    RuntimeContextInitializationContextAdapters.serializationAdapter(
                            getRuntimeContext()));
            mapper =
                    JsonMapper.builder()
                            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                            .build();
        } else {
            avro = RowDataToAvroConverters.createConverter(type, false);
            avroSchema = new Schema.Parser().parse(schema);
            bytes = new AvroBytes(avroSchema);
        }
        series =
                "row-%s-%d-"
                        .formatted(
                                UUID.randomUUID().toString().substring(0, 8),
                                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }

    @Override
    public SourceRecord map(RowData given) throws IOException {
        byte[] value =
                schema.isEmpty()
                        ? object(json.serialize(given))
                        : bytes.encode((GenericRecord) avro.convert(avroSchema, given));
        FilePosition place = new FilePosition(series + row, row++, 0L, null);
        return new SourceRecord(new Origin(0L, null, List.of(), place), ByteBuffer.wrap(value));
    }

    private byte[] object(byte[] row) throws IOException {
        if (jsonTexts.isEmpty() && carried.isEmpty()) {
            return row;
        }
        ObjectNode object = (ObjectNode) mapper.readTree(row);
        for (String name : jsonTexts) {
            JsonNode text = object.get(name);
            if (text.isTextual()) {
                object.set(name, parsed(text));
            }
        }
        if (!carried.isEmpty()) {
            carry(object);
        }
        return mapper.writeValueAsBytes(object);
    }

    /** What is no JSON stays a text, which is refused like any other that should be a list. */
    private JsonNode parsed(JsonNode text) {
        try {
            JsonNode parsed = mapper.readTree(text.asText());
            return parsed.isContainerNode() ? parsed : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private void carry(ObjectNode object) {
        JsonNode given = object.get(METADATA);
        ObjectNode metadata =
                given instanceof ObjectNode entries ? entries : mapper.createObjectNode();
        for (String name : carried) {
            JsonNode value = object.remove(name);
            if (!value.isNull()) {
                metadata.put(name, value.isContainerNode() ? value.toString() : value.asText());
            }
        }
        if (given == null || given.isNull() || given.isObject()) {
            object.set(METADATA, metadata);
        }
    }
}
