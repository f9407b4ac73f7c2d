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
package io.pyramidion.cli.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.job.files.InputFile;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.options.Settings;
import io.pyramidion.local.FileProblem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run was started on. A run that goes on must find the same: checkpoints count rows of these
 * very files.
 *
 * @param started when the run began, and time began to count
 * @param files their size and time, by path
 * @param options those that decide about texts and rows
 */
record RunManifest(Instant started, Map<String, String> files, Map<String, String> options) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Options that may change: they only say how the job is run. */
    private static final Set<String> FREE =
            Set.of(
                    "pyramidion.files.within",
                    "pyramidion.files.strict",
                    "pyramidion.files.overwrite");

    static RunManifest of(Settings settings, Inputs inputs, Instant started) {
        Map<String, String> files = new TreeMap<>();
        for (InputFile file : inputs.files()) {
            files.put(
                    file.path(),
                    file.bytes() + " bytes of " + Instant.ofEpochMilli(file.modified()));
        }
        Map<String, String> options = new TreeMap<>();
        settings.shown()
                .forEach(
                        (key, value) -> {
                            boolean decides =
                                    key.startsWith("pyramidion.files.")
                                            || key.startsWith("pyramidion.model.");
                            if (decides && !FREE.contains(key)) {
                                options.put(key, value);
                            }
                        });
        return new RunManifest(started, files, options);
    }

    /**
     * Refuses a run that would go on with something else.
     *
     * @throws CommandException naming the first difference
     */
    void requireSame(RunManifest now) {
        requireSame(files, now.files, "the input");
        requireSame(options, now.options, "the command");
    }

    private static void requireSame(
            Map<String, String> before, Map<String, String> now, String what) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String was = before.getOrDefault(key, "not there");
            String is = now.getOrDefault(key, "not there");
            if (!was.equals(is)) {
                throw new CommandException(
                        "Cannot resume: %s has changed. %s was %s, and is %s"
                                .formatted(what, key, was, is));
            }
        }
    }

    void write(Path file) {
        ObjectNode json = JSON.createObjectNode();
        json.put("started", started.toString());
        ArrayNode list = json.putArray("files");
        files.forEach((path, state) -> list.addObject().put("path", path).put("state", state));
        ObjectNode values = json.putObject("options");
        options.forEach(values::put);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, json.toPrettyString());
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandException("Cannot write " + file + ": " + FileProblem.words(e), e);
        }
    }

    static RunManifest read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            Map<String, String> files = new TreeMap<>();
            for (JsonNode entry : json.path("files")) {
                files.put(entry.path("path").asText(), entry.path("state").asText());
            }
            Map<String, String> options = new TreeMap<>();
            json.path("options")
                    .properties()
                    .forEach(option -> options.put(option.getKey(), option.getValue().asText()));
            return new RunManifest(Instant.parse(json.path("started").asText()), files, options);
        } catch (JsonProcessingException | java.time.format.DateTimeParseException e) {
            throw new CommandException(file + " is damaged; start again with --overwrite", e);
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + FileProblem.words(e), e);
        }
    }
}
