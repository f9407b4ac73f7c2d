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
package io.pyramidion.job.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pyramidion.engine.lines.Line;
import io.pyramidion.engine.lines.LineException;
import io.pyramidion.engine.lines.LineReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a settings file: YAML with nested or dotted keys. */
final class YamlSettings {

    private static final YAMLMapper MAPPER =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private YamlSettings() {}

    /**
     * The file's entries by dotted key, in its order; lists joined by semicolons.
     *
     * @throws OptionException if there is no such file, or it is not a YAML mapping
     */
    static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new OptionException("--config is " + file + "; allowed: a file that exists");
        }
        Map<String, String> entries = new LinkedHashMap<>();
        flatten("", parse(file), entries, file);
        return entries;
    }

    private static JsonNode parse(Path file) {
        checkText(file);
        JsonNode root;
        try {
            root = MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            String line = e.getOriginalMessage().lines().findFirst().orElse("not YAML");
            int at = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new OptionException(file + ", line " + at + ": " + line, e);
        } catch (IOException e) {
            throw new OptionException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (root.isMissingNode() || root.isNull()) {
            return MAPPER.createObjectNode();
        }
        if (!root.isObject()) {
            throw new OptionException(
                    file + " is not a YAML mapping; allowed: lines of key:" + " value");
        }
        return root;
    }

    /** Before the parser does, which would name no line. */
    private static void checkText(Path file) {
        try (LineReader lines = LineReader.open(file)) {
            for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                line.get().text();
            }
        } catch (LineException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    private static void flatten(
            String prefix, JsonNode node, Map<String, String> entries, Path file) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                flatten(key + ".", value, entries, file);
            } else if (entries.put(key, text(key, value)) != null) {
                throw new OptionException(key + " is given twice in " + file);
            }
        }
    }

    private static String text(String key, JsonNode value) {
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(text(key, item)));
            return String.join(";", items);
        }
        if (value.isContainerNode()) {
            throw new OptionException(key + " is nested in a list; allowed: a list of texts");
        }
        if (value.isNull() || value.asText().isEmpty()) {
            throw new OptionException(key + " has no value");
        }
        return value.asText();
    }
}
