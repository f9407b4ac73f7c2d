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
package io.pyramidion.engine.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One JSON object of a model directory, read by typed keys. Every value of the wrong type or out of
 * its limits ends in a {@link ModelException} that names file, key, value and limit. A key set to
 * null counts as absent, as in transformers.
 */
public final class JsonSettings {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Path file;
    private final String prefix;
    private final JsonNode node;

    private JsonSettings(Path file, String prefix, JsonNode node) {
        this.file = file;
        this.prefix = prefix;
        this.node = node;
    }

    /**
     * Reads a file that must exist and hold one JSON object.
     *
     * @throws ModelException if it does not
     */
    public static JsonSettings read(Path file) {
        JsonNode node;
        try {
            node = MAPPER.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new ModelException(file + " is missing", e);
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (!node.isObject()) {
            throw new ModelException(file + " does not hold a JSON object");
        }
        return new JsonSettings(file, "", node);
    }

    /** Reads a file if it exists; without it every key is absent. */
    static JsonSettings readIfPresent(Path file) {
        return Files.exists(file) ? read(file) : empty(file);
    }

    /** One without keys. */
    static JsonSettings empty(Path file) {
        return new JsonSettings(file, "", MAPPER.createObjectNode());
    }

    /** Another object of the same file. */
    JsonSettings within(String path, JsonNode object) {
        return new JsonSettings(file, prefix + path, object);
    }

    JsonNode node() {
        return node;
    }

    Path file() {
        return file;
    }

    /** Its keys, in the file's order. */
    List<String> names() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** An absent key is an object without keys. */
    JsonSettings object(String key) {
        if (!has(key)) {
            return new JsonSettings(file, prefix + key + ".", MAPPER.createObjectNode());
        }
        if (!node.get(key).isObject()) {
            throw fault(key, "an object");
        }
        return new JsonSettings(file, prefix + key + ".", node.get(key));
    }

    public int count(String key) {
        if (!has(key)) {
            throw new ModelException(file + ": " + prefix + key + " is missing");
        }
        return whole(key, 1).getAsInt();
    }

    /** A whole number; empty if the key is absent. */
    OptionalInt whole(String key, int min) {
        if (!has(key)) {
            return OptionalInt.empty();
        }
        JsonNode value = node.get(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min) {
            throw fault(key, "a whole number of at least " + min);
        }
        return OptionalInt.of(value.intValue());
    }

    int count(String key, int otherwise) {
        return has(key) ? count(key) : otherwise;
    }

    double positive(String key) {
        if (!has(key)) {
            throw new ModelException(file + ": " + prefix + key + " is missing");
        }
        JsonNode value = node.get(key);
        if (!value.isNumber() || !(value.doubleValue() > 0)) {
            throw fault(key, "a number above 0");
        }
        return value.doubleValue();
    }

    double positive(String key, double otherwise) {
        return has(key) ? positive(key) : otherwise;
    }

    OptionalDouble number(String key, double min, double max) {
        if (!has(key)) {
            return OptionalDouble.empty();
        }
        JsonNode value = node.get(key);
        double number = value.doubleValue();
        if (!value.isNumber() || !(number >= min && number <= max)) {
            throw fault(key, "a number from " + min + " to " + max);
        }
        return OptionalDouble.of(number);
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!node.get(key).isBoolean()) {
            throw fault(key, "true or false");
        }
        return node.get(key).booleanValue();
    }

    public Optional<String> text(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!node.get(key).isTextual()) {
            throw fault(key, "a text");
        }
        return Optional.of(node.get(key).textValue());
    }

    /** Token ids, written as one number or as a list; none if the key is absent. */
    List<Integer> tokenIds(String key, int vocabSize) {
        List<Integer> ids = new ArrayList<>();
        if (has(key)) {
            JsonNode value = node.get(key);
            for (JsonNode id : value.isArray() ? value : List.of(value)) {
                if (!id.isIntegralNumber()
                        || !id.canConvertToInt()
                        || id.intValue() < 0
                        || id.intValue() >= vocabSize) {
                    throw fault(key, "ids from 0 to below vocab_size " + vocabSize);
                }
                ids.add(id.intValue());
            }
        }
        return List.copyOf(ids);
    }

    /** The error for a value that is of the right type but not supported or not allowed. */
    public ModelException fault(String key, String allowed) {
        return new ModelException(
                file + ": " + prefix + key + " is " + node.get(key) + "; allowed: " + allowed);
    }
}
