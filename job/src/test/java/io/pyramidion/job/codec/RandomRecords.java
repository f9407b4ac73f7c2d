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

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random records of any schema, the same for the same seed. */
final class RandomRecords {

    private static final int[] CHARACTERS = {
        'a', 'Z', ' ', '"', '\\', '\n', 0, 0xe4, 0x4e2d, 0x1f600
    };

    private final Random random;

    RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    <T extends SpecificRecord> T next(Class<T> type) {
        return type.cast(value(SpecificData.getForClass(type).getSchema(type)));
    }

    private Object value(Schema.Field field) {
        Object value = value(field.schema());
        return value == null || !JsonSpellings.isJson(field)
                ? value
                : "[{\"a\":[null,true,1.50,\"" + random.nextInt() + "\"]}]";
    }

    private Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> {
                SpecificRecord datum = (SpecificRecord) SpecificData.get().newRecord(null, schema);
                schema.getFields().forEach(f -> datum.put(f.pos(), value(f)));
                yield datum;
            }
            case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case NULL -> null;
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(schema.getElementType()));
                }
                yield items;
            }
            case MAP -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put(text(), value(schema.getValueType()));
                }
                yield entries;
            }
            case STRING -> text();
            case INT -> random.nextInt();
            case LONG ->
                    schema.getLogicalType() == null
                            ? (Object) random.nextLong()
                            : Instant.ofEpochMilli(random.nextLong());
            case DOUBLE -> random.nextGaussian() * 1e3;
            case BOOLEAN -> random.nextBoolean();
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }
}
