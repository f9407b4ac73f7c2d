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
package io.pyramidion.job.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pyramidion.engine.ShownText;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a record by its schema from a parser that stands at the object's start. */
final class JsonRecordReader {

    private final JsonParser parser;

    JsonRecordReader(JsonParser parser) {
        this.parser = parser;
    }

    SpecificRecord read(Schema schema) throws IOException {
        return (SpecificRecord) record(schema, "");
    }

    private Object value(Schema schema, String path) throws IOException {
        return switch (schema.getType()) {
            case UNION -> union(schema, path);
            case RECORD -> record(schema, path);
            case ARRAY -> array(schema, path);
            case MAP -> map(schema, path);
            default -> JsonScalars.read(parser, schema, path);
        };
    }

    private Object union(Schema union, String path) throws IOException {
        if (union.isNullable() && parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        List<Schema> types = Schemas.present(union);
        for (Schema type : types) {
            if (types.size() == 1 || JsonScalars.begins(parser, type)) {
                return value(type, path);
            }
        }
        throw JsonScalars.refused(parser, JsonScalars.allowed(union), path);
    }

    private Object record(Schema schema, String path) throws IOException {
        JsonScalars.expect(parser, JsonToken.START_OBJECT, "an object", path);
        SpecificRecord datum = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        Set<String> given = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Schema.Field field = schema.getField(JsonSpellings.fieldName(schema, name));
            String fieldPath = path.isEmpty() ? name : path + "." + name;
            if (field == null) {
                throw unknown(schema, fieldPath);
            }
            if (!given.add(field.name())) {
                throw new DecodeException(
                        fieldPath, fieldPath + " is given twice, also as " + field.name());
            }
            parser.nextToken();
            datum.put(field.pos(), fieldValue(schema, field, fieldPath));
        }
        schema.getFields().stream()
                .filter(field -> !given.contains(field.name()))
                .forEach(field -> datum.put(field.pos(), standard(field, path)));
        return datum;
    }

    private Object fieldValue(Schema schema, Schema.Field field, String path) throws IOException {
        boolean single =
                parser.currentToken() == JsonToken.VALUE_STRING
                        && JsonSpellings.singleOrList(schema, field.name());
        return single
                ? List.of(StrictText.checked(parser.getText(), path))
                : value(field.schema(), path);
    }

    private List<Object> array(Schema schema, String path) throws IOException {
        JsonScalars.expect(parser, JsonToken.START_ARRAY, "a list", path);
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(schema.getElementType(), path + "[" + items.size() + "]"));
        }
        return items;
    }

    private Map<String, Object> map(Schema schema, String path) throws IOException {
        JsonScalars.expect(parser, JsonToken.START_OBJECT, "an object", path);
        Map<String, Object> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = StrictText.checked(parser.currentName(), path);
            parser.nextToken();
            entries.put(name, value(schema.getValueType(), path + "." + name));
        }
        return entries;
    }

    private static Object standard(Schema.Field field, String path) {
        if (!field.hasDefaultValue()) {
            String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
            throw new DecodeException(
                    fieldPath,
                    fieldPath + " is missing; allowed: " + JsonScalars.allowed(field.schema()));
        }
        SpecificData data = SpecificData.get();
        return data.deepCopy(field.schema(), data.getDefaultValue(field));
    }

    private static DecodeException unknown(Schema schema, String path) {
        String known =
                schema.getFields().stream()
                        .map(Schema.Field::name)
                        .collect(Collectors.joining(", "));
        String shown = ShownText.of(path);
        return new DecodeException(shown, "Unknown field " + shown + "; allowed: " + known);
    }
}
