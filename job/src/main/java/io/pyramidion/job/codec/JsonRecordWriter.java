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
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes a record with its schema's field names; fields that are null are left out. */
final class JsonRecordWriter {

    private final JsonGenerator generator;

    JsonRecordWriter(JsonGenerator generator) {
        this.generator = generator;
    }

    void write(SpecificRecord datum) throws IOException {
        generator.writeStartObject();
        for (Schema.Field field : datum.getSchema().getFields()) {
            Object value = datum.get(field.pos());
            if (value != null) {
                generator.writeFieldName(field.name());
                if (JsonSpellings.isJson(field)) {
                    generator.writeRawValue(value.toString());
                } else {
                    value(value);
                }
            }
        }
        generator.writeEndObject();
    }

    private void value(Object value) throws IOException {
        if (value instanceof SpecificRecord datum) {
            write(datum);
        } else if (value instanceof List<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                value(item);
            }
            generator.writeEndArray();
        } else if (value instanceof Map<?, ?> entries) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                value(entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Instant instant) {
            generator.writeNumber(instant.toEpochMilli());
        } else {
            scalar(value);
        }
    }

    private void scalar(Object value) throws IOException {
        if (value instanceof CharSequence text) {
            generator.writeString(text.toString());
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Number number) {
            generator.writeNumber(number.longValue());
        } else {
            throw new IllegalArgumentException("No JSON form of " + value.getClass());
        }
    }
}
