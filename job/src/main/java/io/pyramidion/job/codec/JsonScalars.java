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
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.pyramidion.engine.ShownText;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

import java.io.IOException;
import java.time.Instant;
import java.util.stream.Collectors;

/** Reads texts, numbers and booleans, each from its own JSON type and no other. */
final class JsonScalars {

    private JsonScalars() {}

    static Object read(JsonParser parser, Schema schema, FieldPath path) throws IOException {
        return switch (schema.getType()) {
            case STRING -> {
                expect(parser, JsonToken.VALUE_STRING, allowed(schema), path);
                yield StrictText.checked(parser.getText(), path);
            }
            case BOOLEAN -> {
                if (!parser.currentToken().isBoolean()) {
                    throw refused(parser, allowed(schema), path);
                }
                yield parser.getBooleanValue();
            }
            case INT -> (int) whole(parser, schema, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> {
                long value = whole(parser, schema, path, Long.MIN_VALUE, Long.MAX_VALUE);
                yield isInstant(schema) ? Instant.ofEpochMilli(value) : (Object) value;
            }
            case DOUBLE -> number(parser, schema, path);
            default -> throw new IllegalArgumentException(path + ": " + schema.getType());
        };
    }

    static void expect(JsonParser parser, JsonToken token, String allowed, FieldPath path)
            throws IOException {
        if (parser.currentToken() != token) {
            throw refused(parser, allowed, path);
        }
    }

    /** What a value of the schema looks like in JSON, for people. */
    static String allowed(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                    Schemas.present(schema).stream()
                            .map(JsonScalars::allowed)
                            .collect(Collectors.joining(", "));
            case STRING -> "a text";
            case BOOLEAN -> "true or false";
            case INT -> "a whole number of 32 bits";
            case LONG -> "a whole number of 64 bits";
            case DOUBLE -> "a number";
            case ARRAY -> "a list";
            default -> "an object";
        };
    }

    static boolean isInstant(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
    }

    private static long whole(JsonParser parser, Schema schema, FieldPath path, long min, long max)
            throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw refused(parser, allowed(schema), path);
        }
        try {
            long value = whole(parser);
            if (value < min || value > max) {
                throw refused(parser, allowed(schema), path);
            }
            return value;
        } catch (InputCoercionException | ArithmeticException e) {
            throw refused(parser, allowed(schema), path);
        }
    }

    /** Some languages write 5 as 5.0. */
    private static long whole(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? parser.getLongValue()
                : parser.getDecimalValue().longValueExact();
    }

    private static double number(JsonParser parser, Schema schema, FieldPath path)
            throws IOException {
        if (!parser.currentToken().isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
            throw refused(parser, allowed(schema), path);
        }
        return parser.getDoubleValue();
    }

    /** Whether what comes can be a value of the schema, which is one of several in a union. */
    static boolean begins(JsonParser parser, Schema schema) {
        return switch (schema.getType()) {
            case STRING -> parser.currentToken() == JsonToken.VALUE_STRING;
            case BOOLEAN -> parser.currentToken().isBoolean();
            default -> throw new IllegalArgumentException("A union with " + schema.getType());
        };
    }

    static DecodeException refused(JsonParser parser, String allowed, FieldPath path)
            throws IOException {
        JsonToken token = parser.currentToken();
        String found =
                switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "a list";
                    case VALUE_STRING -> '"' + ShownText.of(parser.getText()) + '"';
                    case NOT_AVAILABLE -> "cut off";
                    default -> ShownText.of(parser.getText());
                };
        String where = ShownText.of(path.toString());
        return new DecodeException(where, where + " is " + found + "; allowed: " + allowed);
    }
}
