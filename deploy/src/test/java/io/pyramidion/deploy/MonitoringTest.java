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
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class MonitoringTest {

    private static final Path MONITORING = Yaml.ROOT.resolve("monitoring");
    private static final Path RULE_MANIFEST = MONITORING.resolve("prometheus-rule.yaml");
    private static final Path RUNBOOK = Yaml.ROOT.resolve("docs/operations/runbook.md");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern MATCHED = Pattern.compile("[{,]\\s*(\\w+)\\s*(?:=~|!~|!=|=)\"");

    /** Labels that Prometheus gives to what it finds. */
    private static final Set<String> TARGET_LABELS = Set.of("namespace", "pod", "instance");

    @Test
    void everyQueryAsksForMetricsThatExist() {
        Set<String> known = new HashSet<>(Exposition.listed().names());
        known.addAll(Rules.recorded());
        for (Queries query : Queries.all()) {
            assertThat(query.metrics()).as(query.where()).isNotEmpty();
            if (QueryTable.explanation(query).isEmpty()) {
                assertThat(known).as(query.where()).containsAll(query.metrics());
            }
        }
    }

    @Test
    void everyQueryAsksForLabelsThatExist() {
        Set<String> known = new TreeSet<>(TARGET_LABELS);
        Exposition.listed().labels().values().forEach(known::addAll);
        for (Queries query : Queries.all()) {
            if (QueryTable.explanation(query).isEmpty()) {
                assertThat(known).as(query.where()).containsAll(labels(query.text()));
            }
        }
    }

    /** A metric that nobody has looked up is found by these tests. */
    @Test
    void namesThatDoNotExistAreFound() {
        Queries query =
                new Queries(
                        "planted",
                        "sum by (clas) (rate(flink_pyramidion_tokenz{rason=\"x\"}[1m]))");
        assertThat(Exposition.listed().names()).doesNotContainAnyElementsOf(query.metrics());
        assertThat(labels(query.text())).containsExactlyInAnyOrder("clas", "rason");
    }

    @Test
    void everyAlarmSaysWhatItIsAndHasAnEntryInTheRunbook() {
        String runbook = Yaml.text(RUNBOOK);
        List<String> names =
                Rules.alarms().stream().map(rule -> rule.path("alert").asText()).toList();
        for (JsonNode alarm : Rules.alarms()) {
            String name = alarm.path("alert").asText();
            assertThat(alarm.at("/labels/severity").asText())
                    .as(name)
                    .isIn("critical", "warning", "info");
            assertThat(alarm.at("/annotations/summary").asText()).as(name).isNotEmpty();
            assertThat(alarm.at("/annotations/description").asText()).as(name).isNotEmpty();
            assertThat(alarm.at("/annotations/runbook").asText())
                    .isEqualTo(
                            "docs/operations/runbook.md#"
                                    + name.toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(
                        runbook.lines()
                                .filter(line -> line.startsWith("## "))
                                .map(line -> line.substring(3)))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    /** Of every alarm there is a test in which it fires, and one in which it does not. */
    @Test
    void everyAlarmIsTested() throws Exception {
        Set<String> fires = new HashSet<>();
        Set<String> rests = new HashSet<>();
        for (Path file : tests()) {
            for (JsonNode test : Yaml.object(file).path("tests")) {
                for (JsonNode alarm : test.path("alert_rule_test")) {
                    (alarm.path("exp_alerts").isEmpty() ? rests : fires)
                            .add(alarm.path("alertname").asText());
                }
            }
        }
        Set<String> all = new HashSet<>();
        Rules.alarms().forEach(rule -> all.add(rule.path("alert").asText()));
        assertThat(fires).isEqualTo(all);
        assertThat(rests).isEqualTo(all);
    }

    @Test
    void promtoolAgrees() throws Exception {
        Optional<Tool> promtool = Tool.find("promtool");
        assumeTrue(promtool.isPresent(), "there is no promtool here: apt-get install prometheus");
        for (Path file : Rules.files()) {
            promtool.get().run("check", "rules", file.toString());
        }
        for (Path file : tests()) {
            promtool.get().run("test", "rules", file.toString());
        }
    }

    @Test
    void theRulesOnKubernetesAreTheSame() throws Exception {
        ObjectNode manifest =
                (ObjectNode)
                        Yaml.documents(
                                        """
                                        apiVersion: monitoring.coreos.com/v1
                                        kind: PrometheusRule
                                        metadata:
                                          name: pyramidion
                                          namespace: pyramidion
                                        spec:
                                          groups: []
                                        """)
                                .get(0);
        Rules.groups().forEach(group -> ((ArrayNode) manifest.at("/spec/groups")).add(group));
        if (Boolean.getBoolean("pyramidion.write-docs")) {
            String licence = Yaml.text(Rules.files().get(0)).lines().findFirst().orElseThrow();
            Files.writeString(
                    RULE_MANIFEST,
                    licence
                            + "\n# Made from rules/ by MonitoringTest with -Dpyramidion.write-docs=true.\n"
                            + Yaml.write(manifest).replaceFirst("^---\n", ""));
        }
        assertThat((JsonNode) Yaml.object(RULE_MANIFEST)).isEqualTo(manifest);
    }

    @Test
    void dashboardsAreTidy() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (Path dashboard : Queries.dashboards()) {
            JsonNode read = json.readTree(dashboard.toFile());
            String name = dashboard.getFileName().toString();
            assertThat(read.path("uid").asText() + ".json").isEqualTo(name);
            assertThat(
                            Files.readString(dashboard)
                                    .lines()
                                    .noneMatch(line -> line.contains("\t") || line.endsWith(" ")))
                    .as(name)
                    .isTrue();
            Set<Integer> ids = new HashSet<>();
            Set<String> places = new HashSet<>();
            for (JsonNode panel : read.path("panels")) {
                String where = name + ": " + panel.path("title").asText();
                assertThat(ids.add(panel.path("id").asInt())).as(where).isTrue();
                JsonNode at = panel.path("gridPos");
                assertThat(at.path("x").asInt() + at.path("w").asInt())
                        .as(where)
                        .isLessThanOrEqualTo(24);
                for (int x = at.path("x").asInt();
                        x < at.path("x").asInt() + at.path("w").asInt();
                        x++) {
                    for (int y = at.path("y").asInt();
                            y < at.path("y").asInt() + at.path("h").asInt();
                            y++) {
                        assertThat(places.add(x + " " + y))
                                .as(where + " lies on another panel")
                                .isTrue();
                    }
                }
            }
            for (JsonNode panel : Queries.panels(dashboard)) {
                String where = name + ": " + panel.path("title").asText();
                assertThat(panel.path("description").asText()).as(where).endsWith(".");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(where).isNotEmpty();
                assertThat(panel.at("/datasource/uid").asText())
                        .as(where)
                        .isEqualTo("${datasource}");
            }
        }
    }

    private static List<Path> tests() throws Exception {
        try (var files = Files.list(Rules.FOLDER.resolve("tests"))) {
            return files.sorted().toList();
        }
    }

    private static Set<String> labels(String query) {
        Set<String> labels = new TreeSet<>();
        GROUPED.matcher(query)
                .results()
                .forEach(it -> labels.addAll(List.of(it.group(1).split(",\\s*"))));
        MATCHED.matcher(query).results().map((MatchResult it) -> it.group(1)).forEach(labels::add);
        return labels;
    }
}
