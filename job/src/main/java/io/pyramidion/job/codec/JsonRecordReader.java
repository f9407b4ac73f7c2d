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

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pyramidion.engine.ShownText;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads a record by its schema from a parser that stands at the object's start. */
final class JsonRecordReader {

    private final JsonParser parser;
    private final FieldPath path = new FieldPath();

    JsonRecordReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads the record.
     *
     * @param defaults what stands where the record says nothing, or null for the schema's defaults
     */
    SpecificRecord read(Schema schema, SpecificRecord defaults) throws IOException {
        return record(schema, defaults);
    }

    private Object value(Schema schema, Object defaults) throws IOException {
        return switch (schema.getType()) {
            case UNION -> union(schema, defaults);
            case RECORD -> record(schema, (SpecificRecord) defaults);
            case ARRAY -> array(schema);
            case MAP -> map(schema);
            default -> JsonScalars.read(parser, schema, path);
        };
    }

    private Object union(Schema union, Object defaults) throws IOException {
        List<Schema> types = Schemas.present(union);
        for (Schema type : types) {
            if (types.size() == 1 || JsonScalars.begins(parser, type)) {
                return value(type, defaults);
            }
        }
        throw JsonScalars.refused(parser, JsonScalars.allowed(union), path);
    }

    private SpecificRecord record(Schema schema, SpecificRecord defaults) throws IOException {
        JsonScalars.expect(parser, JsonToken.START_OBJECT, "an object", path);
        SpecificRecord datum = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        OpenAiFields others = new OpenAiFields(schema);
        Map<String, String> given = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            path.enter(name);
            Schema.Field field = schema.getField(JsonSpellings.fieldName(schema, name));
            if (field == null) {
                if (!others.read(name, parser, path)) {
                    throw unknown(schema);
                }
            } else if (JsonSpellings.isRequest(schema)
                    && name.equals("logprobs")
                    && parser.currentToken().isBoolean()) {
                others.wantLogprobs(parser.getBooleanValue());
                given.put(name, name);
            } else if (parser.currentToken() != JsonToken.VALUE_NULL
                    || defaults == null && !field.hasDefaultValue()) {
                field(schema, field, name, datum, defaults, given);
            }
            path.leave();
        }
        for (Schema.Field field : schema.getFields()) {
            if (!given.containsKey(field.name())) {
                datum.put(field.pos(), standard(field, defaults));
            }
        }
        if (datum instanceof GenerationRequest request) {
            others.complete(request, given.containsKey("logprobs"));
        }
        return datum;
    }

    private void field(
            Schema schema,
            Schema.Field field,
            String name,
            SpecificRecord datum,
            SpecificRecord defaults,
            Map<String, String> given)
            throws IOException {
        Schema.Field target = field;
        Object value;
        if (JsonSpellings.textOrTokens(schema, field)
                && parser.currentToken() == JsonToken.START_ARRAY) {
            value = JsonPrompt.read(parser, path);
            target = value instanceof String ? field : schema.getField("prompt_token_ids");
        } else {
            value = fieldValue(schema, field, defaults == null ? null : defaults.get(field.pos()));
        }
        String before = given.putIfAbsent(target.name(), name);
        if (before != null && !Objects.equals(datum.get(target.pos()), value)) {
            throw OpenAiFields.contradiction(before, datum.get(target.pos()), name, value);
        }
        datum.put(target.pos(), value);
    }

    private Object fieldValue(Schema schema, Schema.Field field, Object defaults)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING && JsonSpellings.singleOrList(schema, field)) {
            return List.of(StrictText.checked(parser.getText(), path));
        }
        if (token == JsonToken.START_ARRAY && JsonSpellings.textOrParts(schema, field)) {
            return ContentParts.read(parser, path);
        }
        return JsonSpellings.isJson(field) ? json() : value(field.schema(), defaults);
    }

    /** A list as a text, which means the same; an empty one says nothing. */
    private String json() throws IOException {
        JsonScalars.expect(parser, JsonToken.START_ARRAY, "a list", path);
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = StrictJson.FACTORY.createGenerator(text)) {
            generator.copyCurrentStructureExact(parser);
        }
        String list = StrictText.checked(text.toString(), path);
        return list.equals("[]") ? null : list;
    }

    private List<Object> array(Schema schema) throws IOException {
        JsonScalars.expect(parser, JsonToken.START_ARRAY, "a list", path);
        List<Object> items = new ArrayList<>();
        path.enterList(0);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            path.nextItem();
            items.add(value(schema.getElementType(), null));
        }
        path.leaveList();
        return items;
    }

    private Map<String, Object> map(Schema schema) throws IOException {
        JsonScalars.expect(parser, JsonToken.START_OBJECT, "an object", path);
        Map<String, Object> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = StrictText.checked(parser.currentName(), path);
            parser.nextToken();
            path.enter(name);
            entries.put(name, value(schema.getValueType(), null));
            path.leave();
        }
        return entries;
    }

    private Object standard(Schema.Field field, SpecificRecord defaults) {
        SpecificData data = SpecificData.get();
        if (defaults != null) {
            return data.deepCopy(field.schema(), defaults.get(field.pos()));
        }
        if (!field.hasDefaultValue()) {
            path.enter(field.name());
            throw new DecodeException(
                    path.toString(),
                    path + " is missing; allowed: " + JsonScalars.allowed(field.schema()));
        }
        return data.deepCopy(field.schema(), data.getDefaultValue(field));
    }

    private DecodeException unknown(Schema schema) {
        String known =
                schema.getFields().stream()
                        .map(Schema.Field::name)
                        .collect(Collectors.joining(", "));
        String shown = ShownText.of(path.toString());
        return new DecodeException(shown, "Unknown field " + shown + "; allowed: " + known);
    }
}
