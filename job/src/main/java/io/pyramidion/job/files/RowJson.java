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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.lines.MalformedTextException;
import io.pyramidion.engine.lines.StrictUtf8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON objects as rows are made of. */
final class RowJson {

    /** How long a text may be is a matter of the row, not of the text. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    static final Charset CHARSET = StandardCharsets.UTF_8;

    private RowJson() {}

    /**
     * Reads a row.
     *
     * @throws InvalidRequestException if it is not one JSON object
     */
    static ObjectNode read(byte[] row) {
        if (row.length > RowMapper.LONGEST_ROW) {
            throw refused("The row is too long; allowed: at most %d bytes", RowMapper.LONGEST_ROW);
        }
        try {
            return written(StrictUtf8.withoutMark(StrictUtf8.line(row, 0, row.length)));
        } catch (MalformedTextException e) {
            throw refused("The row %s", e.getMessage());
        }
    }

    /** Reads what this project wrote: unlike a row, it may be of any length. */
    static ObjectNode written(byte[] bytes) {
        return written(new String(bytes, CHARSET));
    }

    private static ObjectNode written(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw refused("The row is not a JSON object; allowed: {...}");
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("malformed");
            throw refused("The row is not JSON: %s", ShownText.of(problem));
        }
    }

    /** A text in it that has no UTF-8 form stays as it is, until someone refuses it. */
    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            return escaped(node);
        }
    }

    private static byte[] escaped(JsonNode node) {
        try {
            return MAPPER.writer()
                    .with(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .writeValueAsString(node)
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The list or object that a text holds. What is none stays the text, which is refused like any
     * other that stands where a list or an object should.
     */
    static JsonNode held(JsonNode text) {
        try {
            JsonNode node = MAPPER.readTree(text.asText());
            return node.isContainerNode() ? node : text;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /** The value that a text writes; the text itself if it writes none. */
    static JsonNode value(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? MAPPER.getNodeFactory().textNode(text) : node;
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode(text);
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A text or whole number as text; empty for anything else. */
    static Optional<String> name(JsonNode node) {
        return node != null && (node.isTextual() || node.isIntegralNumber())
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    /** A member of the object itself as {@link #name}, as far as it can be read. */
    static Optional<String> name(byte[] row, String member) {
        try (JsonParser parser = MAPPER.createParser(row)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(member);
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT
                            ? Optional.of(parser.getText())
                            : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Names of the object's members, as far as they can be read. */
    static List<String> names(byte[] row) {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(row)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    names.add(parser.currentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // What is wrong with it is said when the row is read.
        }
        return names;
    }

    private static InvalidRequestException refused(String message, Object... values) {
        return new InvalidRequestException("", message.formatted(values));
    }
}
