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
package io.pyramidion.sql.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.StrictJson;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a request's field, or of a part of one: which SQL types it may have, and what their
 * values are in JSON, which is what the job's codec reads. Lists, maps and records may also be
 * given as a text that holds them as JSON.
 */
final class FieldType {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TEXT_OR_LIST = List.of("stop");

    private final String name;
    private final Schema schema;
    private final boolean json;

    private FieldType(String name, Schema schema, boolean json) {
        this.name = name;
        this.schema = schema;
        this.json = json;
    }

    /** The type of a field of requests. */
    static FieldType of(String field) {
        return of(GenerationRequest.getClassSchema().getField(field));
    }

    private static FieldType of(Schema.Field field) {
        return new FieldType(field.name(), present(field.schema()), field.getProp("json") != null);
    }

    /** A union of several types, which only values in maps have, stays as it is. */
    private static Schema present(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        List<Schema> types =
                schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .toList();
        return types.size() == 1 ? types.get(0) : schema;
    }

    /** Whether a column of a type can hold it. */
    boolean accepts(LogicalType type) {
        return isText(type) || acceptsPart(type);
    }

    private boolean acceptsPart(LogicalType type) {
        return switch (schema.getType()) {
            case STRING -> isText(type);
            case BOOLEAN -> type.is(LogicalTypeRoot.BOOLEAN);
            case INT, LONG -> type.is(LogicalTypeFamily.INTEGER_NUMERIC);
            case DOUBLE -> type.is(LogicalTypeFamily.NUMERIC);
            case ARRAY ->
                    type instanceof ArrayType array
                            && element().acceptsPart(array.getElementType());
            case MAP ->
                    type instanceof MapType map
                            && isText(map.getKeyType())
                            && value().acceptsPart(map.getValueType());
            case RECORD ->
                    type instanceof RowType row
                            && row.getFields().stream()
                                    .allMatch(f -> acceptsMember(f.getName(), f.getType()));
            default -> isText(type) || type.is(LogicalTypeRoot.BOOLEAN);
        };
    }

    private boolean acceptsMember(String member, LogicalType type) {
        Schema.Field field = schema.getField(member);
        return field != null && of(field).acceptsPart(type);
    }

    /** The SQL types that it may have, for people. */
    String words() {
        return switch (schema.getType()) {
            case STRING -> json ? "STRING with a JSON list" : "STRING";
            case ARRAY ->
                    TEXT_OR_LIST.contains(name)
                            ? part() + ", STRING"
                            : part() + ", STRING with a JSON list";
            case MAP, RECORD -> part() + ", STRING with a JSON object";
            default -> part() + ", STRING";
        };
    }

    private String part() {
        return switch (schema.getType()) {
            case STRING -> "STRING";
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INT";
            case LONG -> "BIGINT";
            case DOUBLE -> "DOUBLE";
            case ARRAY -> "ARRAY<" + element().part() + ">";
            case MAP -> "MAP<STRING, " + value().part() + ">";
            case RECORD ->
                    schema.getFields().stream()
                            .map(field -> field.name() + " " + of(field).part())
                            .collect(Collectors.joining(", ", "ROW<some of ", ">"));
            default -> "STRING";
        };
    }

    /**
     * A value that a type which is {@link #accepts accepted} has.
     *
     * @throws InvalidRequestException if it is a text that does not hold what it should
     */
    JsonNode node(LogicalType type, Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> ofText(value.toString());
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                    JSON.numberNode(((Number) value).longValue());
            // As it is written: 0.7, not the double next to the float next to it.
            case FLOAT, DOUBLE -> number(value.toString());
            case DECIMAL -> JSON.numberNode(((DecimalData) value).toBigDecimal());
            case ARRAY -> list((ArrayType) type, (ArrayData) value);
            case MAP -> map((MapType) type, (MapData) value);
            case ROW -> members((RowType) type, (RowData) value);
            default -> throw new IllegalArgumentException(name + ": " + type);
        };
    }

    private static JsonNode number(String text) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? JSON.numberNode(value) : JSON.textNode(text);
    }

    private ArrayNode list(ArrayType type, ArrayData values) {
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getElementType());
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < values.size(); i++) {
            list.add(element().node(type.getElementType(), getter.getElementOrNull(values, i)));
        }
        return list;
    }

    private ObjectNode map(MapType type, MapData entries) {
        ArrayData keys = entries.keyArray();
        ArrayData values = entries.valueArray();
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getValueType());
        ObjectNode map = JSON.objectNode();
        for (int i = 0; i < entries.size(); i++) {
            if (keys.isNullAt(i)) {
                throw new InvalidRequestException(
                        name, name + " has an entry whose key is NULL; allowed: texts as keys");
            }
            map.set(
                    keys.getString(i).toString(),
                    value().node(type.getValueType(), getter.getElementOrNull(values, i)));
        }
        return map;
    }

    private ObjectNode members(RowType type, RowData row) {
        ObjectNode members = JSON.objectNode();
        for (int i = 0; i < type.getFieldCount(); i++) {
            LogicalType of = type.getTypeAt(i);
            Object value = RowData.createFieldGetter(of, i).getFieldOrNull(row);
            String member = type.getFieldNames().get(i);
            members.set(member, of(schema.getField(member)).node(of, value));
        }
        return members;
    }

    /**
     * A value that is given as a text: a text is itself, everything else is written as in JSON.
     *
     * @throws InvalidRequestException if the text is not what it should be
     */
    JsonNode ofText(String text) {
        return switch (schema.getType()) {
            case STRING -> json ? parsed(text, "a JSON list") : JSON.textNode(text);
            case ARRAY ->
                    TEXT_OR_LIST.contains(name) && !isList(text)
                            ? JSON.textNode(text)
                            : parsed(text, "a JSON list");
            case MAP, RECORD -> parsed(text, "a JSON object");
            case BOOLEAN -> parsed(text, "true or false");
            case INT, LONG, DOUBLE -> parsed(text, "a number");
            default -> JSON.textNode(text);
        };
    }

    private boolean isList(String text) {
        try {
            return text.stripLeading().startsWith("[") && parsed(text, "").isArray();
        } catch (InvalidRequestException e) {
            return false;
        }
    }

    private JsonNode parsed(String text, String allowed) {
        try {
            ObjectNode only = StrictJson.object("{\"" + name + "\":" + text + "}");
            if (only.size() == 1) {
                return only.get(name);
            }
        } catch (DecodeException e) {
            throw refused(text, allowed);
        }
        throw refused(text, allowed);
    }

    private InvalidRequestException refused(String text, String allowed) {
        return new InvalidRequestException(
                name, name + " is " + ShownText.of(text) + "; allowed: " + allowed);
    }

    private FieldType element() {
        return new FieldType(name, present(schema.getElementType()), false);
    }

    private FieldType value() {
        return new FieldType(name, present(schema.getValueType()), false);
    }

    private static boolean isText(LogicalType type) {
        return type.is(LogicalTypeFamily.CHARACTER_STRING);
    }
}
