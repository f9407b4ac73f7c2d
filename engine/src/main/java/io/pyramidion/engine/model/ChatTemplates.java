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

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds a model's chat templates: files of their own win, together, over tokenizer_config.json. */
final class ChatTemplates {

    private static final String SUFFIX = ".jinja";
    private static final String KEY = "chat_template";

    private ChatTemplates() {}

    /** The templates by name. */
    static Map<String, String> read(Path directory, JsonSettings tokenizer) {
        Map<String, String> templates = new TreeMap<>();
        Path single = directory.resolve(KEY + SUFFIX);
        if (Files.exists(single)) {
            templates.put(TokenizerSettings.DEFAULT, text(single));
        }
        for (Path file : named(directory.resolve("additional_chat_templates"))) {
            String name = file.getFileName().toString();
            templates.put(name.substring(0, name.length() - SUFFIX.length()), text(file));
        }
        if (templates.isEmpty()) {
            fromSettings(templates, tokenizer);
        }
        return templates;
    }

    /** A text, an object of texts by name, or a list of objects with name and template. */
    private static void fromSettings(Map<String, String> templates, JsonSettings tokenizer) {
        JsonNode value = tokenizer.node().path(KEY);
        if (value.isArray()) {
            for (JsonNode entry : value) {
                if (!entry.path("name").isTextual() || !entry.path("template").isTextual()) {
                    throw tokenizer.fault(KEY, "a list of objects with name and template");
                }
                templates.put(entry.path("name").textValue(), entry.path("template").textValue());
            }
        } else if (value.isObject()) {
            JsonSettings named = tokenizer.object(KEY);
            for (String name : named.names()) {
                named.text(name).ifPresent(text -> templates.put(name, text));
            }
        } else {
            tokenizer.text(KEY).ifPresent(t -> templates.put(TokenizerSettings.DEFAULT, t));
        }
    }

    private static List<Path> named(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ModelException(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
