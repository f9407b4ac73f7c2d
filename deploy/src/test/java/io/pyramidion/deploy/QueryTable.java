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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every query with what a Prometheus answers to it. */
final class QueryTable {

    private static final Path EXPLAINED =
            Yaml.ROOT.resolve("deploy/src/test/resources/explained-queries.tsv");
    private static final Path TABLE = Yaml.ROOT.resolve("deploy/target/queries.md");

    private final PrometheusServer prometheus;
    private final Map<Query, String> answers = new LinkedHashMap<>();

    QueryTable(PrometheusServer prometheus) {
        this.prometheus = prometheus;
    }

    /** Asks every query; returns those without data for which there is no explanation. */
    List<Query> ask() {
        return Query.all().stream().filter(query -> !isAnswered(query)).toList();
    }

    /** Writes the table to {@code deploy/target/queries.md}. */
    void write() {
        StringBuilder table =
                new StringBuilder(
                        "| panel or rule | query | series | first value |\n|---|---|---|---|\n");
        answers.forEach(
                (query, answer) ->
                        table.append(
                                "| %s | `%s` | %s |%n"
                                        .formatted(
                                                query.where(),
                                                query.text()
                                                        .replaceAll("\\s+", " ")
                                                        .replace("|", "\\|"),
                                                answer)));
        try {
            Files.writeString(TABLE, table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why a cluster of a few processes has no answer to a query, if there is a reason. */
    static Optional<String> explanation(Query query) {
        return Yaml.text(EXPLAINED)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .filter(columns -> query.text().contains(columns[0]))
                .map(columns -> columns[1])
                .findFirst();
    }

    private boolean isAnswered(Query query) {
        JsonNode series = prometheus.query(query.text());
        Optional<String> why = explanation(query);
        answers.put(
                query,
                series.isEmpty()
                        ? "0 | " + why.orElse("")
                        : series.size() + " | " + series.at("/0/value/1").asText());
        return !series.isEmpty() || why.isPresent();
    }
}
