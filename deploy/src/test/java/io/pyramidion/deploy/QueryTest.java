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

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class QueryTest {

    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern MATCHED = Pattern.compile("[{,]\\s*(\\w+)\\s*(?:=~|!~|!=|=)\"");

    private static final Path UNSHOWN =
            Yaml.ROOT.resolve("deploy/src/test/resources/unshown-metrics.tsv");

    /** Labels that Prometheus gives to what it finds. */
    private static final Set<String> TARGET_LABELS = Set.of("namespace", "pod", "instance");

    @Test
    void everyQueryAsksForMetricsThatExist() {
        Set<String> known = new HashSet<>(Exposition.listed().names());
        known.addAll(Rules.recorded());
        for (Query query : Query.all()) {
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
        for (Query query : Query.all()) {
            if (QueryTable.explanation(query).isEmpty()) {
                assertThat(known).as(query.where()).containsAll(labels(query.text()));
            }
        }
    }

    /** A new metric comes with a panel, or with the reason why it needs none. */
    @Test
    void everyMetricOfOurOwnIsAskedForOrExplained() {
        Set<String> asked = new HashSet<>();
        Query.all().forEach(query -> asked.addAll(query.metrics()));
        Set<String> unshown = new TreeSet<>(Exposition.listed().names());
        unshown.removeIf(name -> !name.contains("_pyramidion_") || asked.contains(name));
        Set<String> explained = new TreeSet<>();
        Yaml.text(UNSHOWN)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .forEach(
                        columns -> {
                            assertThat(columns).as(columns[0]).hasSize(2);
                            explained.add(columns[0]);
                        });
        assertThat(explained).isEqualTo(unshown);
    }

    /** A metric that nobody has looked up is found by these tests. */
    @Test
    void namesThatDoNotExistAreFound() {
        Query query =
                new Query(
                        "planted",
                        "sum by (clas) (rate(flink_pyramidion_tokenz{rason=\"x\"}[1m]))");
        assertThat(Exposition.listed().names()).doesNotContainAnyElementsOf(query.metrics());
        assertThat(labels(query.text())).containsExactlyInAnyOrder("clas", "rason");
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
