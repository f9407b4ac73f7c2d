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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.engine.ShownText;
import io.pyramidion.engine.lines.StrictUtf8;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON objects from outside, read strictly: no field twice, nothing after the object, bounded depth
 * and numbers. A byte order mark before the object is skipped. Thread-safe.
 */
public final class StrictJson {

    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 1024;
    private static final int LONGEST_NUMBER = 64;

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNameLength(LONGEST_NAME)
                                    .maxNumberLength(LONGEST_NUMBER)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    /** Keeps every number as it is written: as a double, 9007199254740993.0 is another. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** Reads an object that a parser stands at. */
    interface ObjectReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    private StrictJson() {}

    /**
     * A text as one JSON object.
     *
     * @throws DecodeException if it is anything else
     */
    public static ObjectNode object(String text) {
        return read(text, parser -> (ObjectNode) tree(parser));
    }

    static <T> T read(String text, ObjectReader<T> reader) {
        try (JsonParser parser = FACTORY.createParser(StrictUtf8.withoutMark(text))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new DecodeException("", "The value is not a JSON object; allowed: {...}");
            }
            T value = reader.read(parser);
            if (parser.nextToken() != null) {
                throw new DecodeException(
                        "", "The value continues after its JSON object; allowed: nothing more");
            }
            return value;
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("malformed");
            throw new DecodeException("", "The value is not JSON: " + ShownText.of(problem), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value that a parser stands at, which it then has passed. */
    static JsonNode tree(JsonParser parser) throws IOException {
        return MAPPER.readTree(parser);
    }

    /** A value that this project wrote itself. */
    static JsonNode literal(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
