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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that a dashboard or a rule asks Prometheus.
 *
 * @param where the panel or rule
 * @param text the query, ready to be asked; of an alarm, what is compared with its limit
 */
record Query(String where, String text) {

    static final Path DASHBOARDS = Yaml.ROOT.resolve("monitoring/dashboards");

    /** A comparison with a number, and nothing behind it. */
    private static final Pattern LIMIT = Pattern.compile("\\s*(==|!=|>=|<=|>|<)\\s*[0-9.e+]+\\s*$");

    private static final Pattern METRIC =
            Pattern.compile("\\b(flink_\\w+|pyramidion:\\w+(:\\w+)*|DCGM_\\w+|kube_\\w+)");

    static List<Path> dashboards() {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The panels of a dashboard that show something. */
    static List<JsonNode> panels(Path dashboard) {
        return Deployment.stream(Yaml.object(dashboard).path("panels"))
                .filter(panel -> panel.has("targets"))
                .toList();
    }

    static List<Query> all() {
        List<Query> queries = new ArrayList<>();
        for (Path dashboard : dashboards()) {
            for (JsonNode panel : panels(dashboard)) {
                String where = dashboard.getFileName() + ": " + panel.path("title").asText();
                panel.path("targets")
                        .forEach(target -> queries.add(new Query(where, filled(target))));
            }
        }
        for (JsonNode rule : Rules.all()) {
            String where = rule.path("record").asText(rule.path("alert").asText());
            Arrays.stream(
                            rule.path("expr")
                                    .asText()
                                    .strip()
                                    .split("\\s+(and|unless)\\b( on \\(.*?\\))?"))
                    .map(part -> rule.has("alert") ? LIMIT.matcher(part).replaceAll("") : part)
                    .forEach(part -> queries.add(new Query(where, part.strip())));
        }
        return queries;
    }

    /** The names of the metrics that a query asks for. */
    Set<String> metrics() {
        return METRIC.matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A panel's query, ready to be asked. */
    static String filled(JsonNode target) {
        return target.path("expr")
                .asText()
                .replace("$__rate_interval", "5m")
                .replaceAll("\\$\\{?(namespace|job|subtask)\\}?", ".*");
    }
}
