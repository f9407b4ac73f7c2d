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
package io.pyramidion.deploy;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recording and alarm rules in {@code monitoring/rules}. */
final class Rules {

    static final Path FOLDER = Yaml.ROOT.resolve("monitoring/rules");

    private Rules() {}

    /** The files, in the order of their names. */
    static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The groups of all files. */
    static List<JsonNode> groups() {
        return files().stream()
                .flatMap(file -> Deployment.stream(Yaml.object(file).path("groups")))
                .toList();
    }

    static List<JsonNode> all() {
        return groups().stream().flatMap(group -> Deployment.stream(group.path("rules"))).toList();
    }

    static List<JsonNode> alarms() {
        return all().stream().filter(rule -> rule.has("alert")).toList();
    }

    static List<String> recorded() {
        return all().stream()
                .filter(rule -> rule.has("record"))
                .map(rule -> rule.path("record").asText())
                .toList();
    }
}
