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
package io.pyramidion.benchmarks.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.benchmarks.report.Percentile;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.operators.request.SloClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Writes what bench serve measured: a page with its tables and plots, CSV files and a record. */
final class ServeReport {

    private static final String NOTES =
            "Times are from when a request was due to be sent until its tokens arrived at a Kafka client. Load 1 is the plain"
                    + " job's capacity. Tokens per second and goodput (tokens of answers whose objectives were met) are"
                    + " medians of the windows, counted until the last answer; shares are of all requests of all windows, and times are those of"
                    + " the answers that are whole.";

    private final ServeResults results;
    private final Optional<ReplayTable> replayed;
    private final String settings;
    private final Path folder;

    ServeReport(
            ServeResults results, Optional<ReplayTable> replayed, String settings, Path folder) {
        this.results = results;
        this.replayed = replayed;
        this.settings = settings;
        this.folder = folder;
    }

    void write(List<String> machine) throws IOException {
        Table speed = speed();
        Table classes = classes();
        Table means = means();
        Table proposals = proposals();
        List<String> page = new ArrayList<>(List.of("# The job under load", ""));
        machine.forEach(line -> page.add("- " + line));
        page.addAll(List.of("- " + settings, "- " + NOTES, "- " + objectives(), ""));
        page.addAll(List.of("## Over all loads", "", verdict(), "", means.toMarkdown()));
        page.addAll(List.of("## By load", "", "![latency](latency.png)", ""));
        page.addAll(List.of("![tokens](tokens.png)", "", speed.toMarkdown()));
        page.addAll(List.of("## By class", "", "![attainment](attainment.png)", ""));
        page.addAll(List.of("![tail](tail.png)", "", classes.toMarkdown()));
        page.addAll(List.of("## What was proposed", "", proposals.toMarkdown()));
        if (replayed.isPresent()) {
            Table simulated = replayed.get().table();
            page.addAll(List.of("## Simulated", "", replayed.get().verdict(), ""));
            page.add(simulated.toMarkdown());
            simulated.writeCsv(folder.resolve("simulated.csv"));
        }
        proposals.writeCsv(folder.resolve("proposals.csv"));
        speed.writeCsv(folder.resolve("loads.csv"));
        classes.writeCsv(folder.resolve("classes.csv"));
        means.writeCsv(folder.resolve("means.csv"));
        Files.writeString(folder.resolve("report.md"), String.join("\n", page));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("serve.json").toFile(), record(machine));
        // Last: whatever a machine's fonts may do, the figures are there.
        new ServeCharts(results, folder).write();
    }

    private String objectives() {
        StringBuilder text = new StringBuilder("Objectives:");
        results.objectives()
                .forEach(
                        (kind, wanted) ->
                                text.append(
                                        wanted.isAny()
                                                ? " %s, first token within %.0f ms and each further one within %.0f ms;"
                                                        .formatted(
                                                                kind.wireName(),
                                                                wanted.ttft(),
                                                                wanted.tpot())
                                                : " %s, none.".formatted(kind.wireName())));
        return text.toString();
    }

    private String verdict() {
        Policy single = results.bestSingle();
        Policy ours = results.ours();
        return "Geometric means of the mean end-to-end latency over the loads: the best single fixed policy is %s, %.0f ms; ours: %.0f ms. Their quotient: %.2f."
                .formatted(
                        single.name(),
                        results.meanOverLoads(single),
                        results.meanOverLoads(ours),
                        results.meanOverLoads(single) / results.meanOverLoads(ours));
    }

    private Table means() {
        Table table = new Table("policy", "mean latency, ms", "plain's ÷ its", "other texts");
        double plain = results.meanOverLoads(results.plain());
        for (Policy policy : results.policies()) {
            double own = results.meanOverLoads(policy);
            table.add(policy.name(), own, plain / own, results.differing(policy));
        }
        return table;
    }

    private Table speed() {
        Table table =
                new Table(
                        "load",
                        "policy",
                        "tokens/s",
                        "goodput",
                        "end to end ms",
                        "p50",
                        "p99",
                        "TTFT ms",
                        "p50",
                        "p99",
                        "TPOT ms",
                        "p50",
                        "p99");
        for (double load : results.loads()) {
            for (Policy policy : results.policies()) {
                List<Object> row = new ArrayList<>(List.of(load, policy.name()));
                row.add(results.median(load, policy, Window::tokensPerSecond));
                row.add(results.median(load, policy, w -> w.goodput(results.objectives())));
                addTimes(row, results.answers(load, policy));
                table.add(row.toArray());
            }
        }
        return table;
    }

    private Table classes() {
        Table table =
                new Table(
                        "load",
                        "class",
                        "policy",
                        "requests",
                        "met, %",
                        "end to end ms",
                        "p50",
                        "p99",
                        "TTFT ms",
                        "p50",
                        "p99",
                        "TPOT ms",
                        "p50",
                        "p99");
        for (double load : results.loads()) {
            for (SloClass kind : SloClass.values()) {
                for (Policy policy : results.policies()) {
                    List<Answer> answers = results.answers(load, policy, kind);
                    List<Object> row =
                            new ArrayList<>(List.of(load, kind.wireName(), policy.name()));
                    row.add(answers.size());
                    row.add(
                            results.objectives().get(kind).isAny()
                                    ? 100 * results.attainment(load, policy, kind)
                                    : Double.NaN);
                    addTimes(row, answers);
                    table.add(row.toArray());
                }
            }
        }
        return table;
    }

    private Table proposals() {
        List<String> arms = Arrays.stream(Arm.values()).map(Arm::wireName).toList();
        List<String> header = new ArrayList<>(List.of("load", "policy"));
        header.addAll(arms);
        header.addAll(List.of("candidates a round", "stood, % of drafted"));
        Table table = new Table(header.toArray(new String[0]));
        for (double load : results.loads()) {
            for (Policy policy : results.policies()) {
                Proposals all = results.proposals(load, policy);
                List<Object> row = new ArrayList<>(List.of(load, policy.name()));
                arms.forEach(arm -> row.add(all.share(arm)));
                row.add(all.meanCandidates());
                row.add(100.0 * all.accepted() / all.drafted());
                table.add(row.toArray());
            }
        }
        return table;
    }

    private static void addTimes(List<Object> row, List<Answer> answers) {
        for (ToDoubleFunction<Answer> time :
                List.<ToDoubleFunction<Answer>>of(Answer::endToEnd, Answer::ttft, Answer::tpot)) {
            List<Double> values =
                    answers.stream().filter(Answer::isWhole).map(time::applyAsDouble).toList();
            row.add(values.stream().mapToDouble(v -> v).average().orElse(Double.NaN));
            row.add(Percentile.of(values, 0.5));
            row.add(Percentile.of(values, 0.99));
        }
    }

    private ObjectNode record(List<String> machine) {
        ObjectNode record = new ObjectMapper().createObjectNode();
        machine.forEach(record.putArray("machine")::add);
        record.put("settings", settings);
        record.put("capacity_requests_per_second", results.capacity());
        results.objectives()
                .forEach(
                        (kind, wanted) -> {
                            ObjectNode node =
                                    record.withObject("/objectives").putObject(kind.wireName());
                            if (wanted.isAny()) {
                                node.put("ttft_ms", wanted.ttft()).put("tpot_ms", wanted.tpot());
                            }
                        });
        ArrayNode cells = record.putArray("cells");
        for (double load : results.loads()) {
            for (Policy policy : results.policies()) {
                ObjectNode node =
                        cells.addObject()
                                .put("load", load)
                                .put("policy", policy.name())
                                .put("mean_end_to_end_ms", results.meanEndToEnd(load, policy));
                ArrayNode rates = node.putArray("tokens_per_second");
                results.of(load, policy).forEach(w -> rates.add(w.tokensPerSecond()));
                ArrayNode goodputs = node.putArray("goodput");
                results.of(load, policy)
                        .forEach(w -> goodputs.add(w.goodput(results.objectives())));
            }
        }
        return record;
    }
}
