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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.lines.MalformedTextException;
import io.pyramidion.engine.lines.StrictUtf8;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonSpellings;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that are Avro records, from Avro or Parquet files: columns by the names of a request's
 * fields are read as such, all others are left alone. What is a list or an object may also be a
 * text that holds it as JSON.
 */
final class AvroMapper implements RowMapper {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Columns columns;
    private final RequestColumns requests;
    private final AvroBytes bytes;
    private final List<Schema.Field> meant;

    AvroMapper(Schema schema, Columns columns, GenerationRequest defaults) {
        this.columns = columns;
        this.requests = new RequestColumns(columns, defaults);
        this.bytes = new AvroBytes(schema);
        this.meant =
                schema.getFields().stream()
                        .filter(field -> columns.field(field.name()).isPresent())
                        .toList();
    }

    @Override
    public Optional<String> id(byte[] row) {
        GenericRecord record = bytes.decode(row);
        if (!record.hasField(columns.id())) {
            return Optional.empty();
        }
        try {
            return RowJson.name(json(columns.id(), record.get(columns.id())));
        } catch (InvalidRequestException e) {
            // Said when the row is read.
            return Optional.empty();
        }
    }

    @Override
    public MappedRow map(byte[] row, String place) {
        String id = id(row).orElse(place);
        try {
            return new MappedRow.Asked(id, row, requests.request(given(bytes.decode(row)), id));
        } catch (DecodeException e) {
            return refused(id, row, e.field(), e.getMessage());
        } catch (InvalidRequestException e) {
            return refused(id, row, e.field(), e.getMessage());
        }
    }

    @Override
    public MappedRow repeated(byte[] row, String place) {
        return refused(
                id(row).orElse(place),
                row,
                columns.id(),
                columns.id() + " is that of an earlier row; allowed: each id once");
    }

    private static MappedRow refused(String id, byte[] row, String field, String message) {
        return new MappedRow.Refused(id, row, new ErrorDetail(DECODE, field, message));
    }

    private ObjectNode given(GenericRecord record) {
        ObjectNode given = RowJson.object();
        for (Schema.Field field : meant) {
            JsonNode value = json(field.name(), record.get(field.pos()));
            boolean written =
                    value.isTextual()
                            && columns.field(field.name())
                                    .filter(JsonSpellings::isStructured)
                                    .isPresent();
            given.set(field.name(), written ? RowJson.held(value) : value);
        }
        return given;
    }

    /**
     * A value as JSON has it.
     *
     * @param column where it stands, for a message
     * @throws InvalidRequestException if it has no such form
     */
    static JsonNode json(String column, Object value) {
        if (value instanceof GenericRecord record) {
            ObjectNode object = RowJson.object();
            record.getSchema()
                    .getFields()
                    .forEach(
                            field ->
                                    object.set(
                                            field.name(), json(column, record.get(field.pos()))));
            return object;
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = JSON.arrayNode();
            items.forEach(item -> array.add(json(column, item)));
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = RowJson.object();
            entries.forEach((key, item) -> object.set(key.toString(), json(column, item)));
            return object;
        }
        if (value instanceof Integer || value instanceof Long) {
            return JSON.numberNode(((Number) value).longValue());
        }
        if (value instanceof Float || value instanceof Double) {
            return JSON.numberNode(((Number) value).doubleValue());
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        return value == null ? JSON.nullNode() : JSON.textNode(text(column, value));
    }

    /** Bytes are what writers of Parquet often make of a text. */
    private static String text(String column, Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] held = new byte[buffer.remaining()];
            buffer.duplicate().get(held);
            return text(column, held);
        }
        if (value instanceof GenericFixed fixed) {
            return text(column, fixed.bytes());
        }
        if (value instanceof CharSequence || value instanceof GenericEnumSymbol) {
            return value.toString();
        }
        throw new InvalidRequestException(
                column,
                "%s is of type %s; allowed: a type of Avro"
                        .formatted(column, value.getClass().getSimpleName()));
    }

    private static String text(String column, byte[] held) {
        try {
            return StrictUtf8.decode(held, 0, held.length);
        } catch (MalformedTextException e) {
            throw new InvalidRequestException(column, column + " " + e.getMessage());
        }
    }
}
