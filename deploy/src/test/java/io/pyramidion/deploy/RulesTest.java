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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class RulesTest {

    private static final Path RULE_MANIFEST = Yaml.ROOT.resolve("monitoring/prometheus-rule.yaml");
    private static final Path RUNBOOK = Yaml.ROOT.resolve("docs/operations/runbook.md");

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
                    .isEqualTo("docs/operations/runbook.md#" + name.toLowerCase(Locale.ROOT));
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
                            + """

                            # Made from rules/ by RulesTest with -Dpyramidion.write-docs=true.
                            # A Prometheus of kube-prometheus-stack looks only at what has its release's label:
                            # metadata: {labels: {release: kube-prometheus-stack}}
                            """
                            + Yaml.write(manifest).replaceFirst("^---\n", ""));
        }
        assertThat((JsonNode) Yaml.object(RULE_MANIFEST)).isEqualTo(manifest);
    }

    private static List<Path> tests() throws Exception {
        try (var files = Files.list(Rules.FOLDER.resolve("tests"))) {
            return files.sorted().toList();
        }
    }
}
