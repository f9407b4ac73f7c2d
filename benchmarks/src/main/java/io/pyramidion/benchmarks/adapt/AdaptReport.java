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
package io.pyramidion.benchmarks.adapt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.benchmarks.report.Table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Writes what bench adapt measured: a page with its tables and plots, CSV files and a record. */
final class AdaptReport {

    private static final String NOTES =
            "Only rounds with a full batch count, those that read prompts beside it included. Factors are relative to"
                    + " plain decoding and medians of the repeats' ratios; in brackets the least and the greatest."
                    + " The best fixed setting is the one that was fastest in hindsight: of many settings that are"
                    + " equally good, it is the luckiest.";

    private final AdaptResults results;
    private final String settings;
    private final Path folder;

    AdaptReport(AdaptResults results, String settings, Path folder) {
        this.results = results;
        this.settings = settings;
        this.folder = folder;
    }

    void write(List<String> machine) throws IOException {
        Table cells = cells();
        Table means = means();
        Table arms = arms();
        Table factors = factors();
        List<String> page = new ArrayList<>();
        page.addAll(List.of("# The adaptive policy against fixed settings", ""));
        machine.forEach(line -> page.add("- " + line));
        page.addAll(List.of("- " + settings, "- " + NOTES, ""));
        page.addAll(List.of("![factors](factors.png)", "", cells.toMarkdown()));
        page.addAll(List.of("## Over all cells", "", verdict(), "", means.toMarkdown()));
        page.addAll(List.of("## What the adaptive policy did", "", "![arms](arms.png)", ""));
        page.addAll(List.of("Shares of its sequences' rounds by arm.", "", arms.toMarkdown()));
        if (results.calibration().count() > 0) {
            Table deciles = deciles();
            deciles.writeCsv(folder.resolve("calibration.csv"));
            page.addAll(List.of("## Expected and true acceptance", ""));
            page.addAll(List.of("![calibration](calibration.png)", "", deciles.toMarkdown()));
        }
        page.addAll(List.of("## All factors", "", factors.toMarkdown()));
        cells.writeCsv(folder.resolve("cells.csv"));
        means.writeCsv(folder.resolve("means.csv"));
        arms.writeCsv(folder.resolve("arms.csv"));
        factors.writeCsv(folder.resolve("factors.csv"));
        Files.writeString(folder.resolve("report.md"), String.join("\n", page));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("adapt.json").toFile(), record(machine));
        // Last: whatever a machine's fonts may do, the figures are there.
        new AdaptCharts(results, folder).write();
    }

    private Table cells() {
        Table table =
                new Table(
                        "traffic",
                        "batch",
                        "best fixed",
                        "its factor",
                        "adaptive",
                        "adaptive ÷ best fixed",
                        "range",
                        "plain tokens/s",
                        "policy, % of the time",
                        "acceptance error, points",
                        "time error, %");
        for (Cell cell : results.cells()) {
            Contender best = results.bestFixed(cell);
            Series adaptive = results.of(cell, results.adaptive());
            List<Double> ratios = adaptive.ratios(results.of(cell, best));
            Predictions predictions = adaptive.predictions();
            table.add(
                    cell.traffic(),
                    cell.batch(),
                    best.name(),
                    results.factor(cell, best),
                    results.factor(cell, results.adaptive()),
                    adaptive.over(results.of(cell, best)),
                    "[%.2f, %.2f]".formatted(Collections.min(ratios), Collections.max(ratios)),
                    results.of(cell, Contender.PLAIN).tokensPerSecond(),
                    100 * adaptive.overhead(),
                    predictions.acceptance().error(),
                    predictions.timeError());
        }
        return table;
    }

    private Table means() {
        Table table =
                new Table(
                        "contender", "mean factor", "÷ best single", "least factor", "other texts");
        double best = results.meanFactor(results.bestSingle());
        for (Contender contender : results.contenders()) {
            double mean = results.meanFactor(contender);
            double least =
                    results.cells().stream()
                            .mapToDouble(cell -> results.factor(cell, contender))
                            .min()
                            .orElseThrow();
            table.add(
                    contender.name(),
                    mean,
                    mean / best,
                    least,
                    results.differing(contender) + " of " + results.texts(contender));
        }
        return table;
    }

    private String verdict() {
        Contender single = results.bestSingle();
        double adaptive = results.meanFactor(results.adaptive());
        return "Geometric means over the %d cells: the best single fixed setting is %s, %.2f × plain; adaptive is %.2f × plain, %.2f × that setting."
                .formatted(
                        results.cells().size(),
                        single.name(),
                        results.meanFactor(single),
                        adaptive,
                        adaptive / results.meanFactor(single));
    }

    private Table arms() {
        List<String> names = armNames(results);
        List<String> header = new ArrayList<>(List.of("traffic", "batch"));
        header.addAll(names);
        Table table = new Table(header.toArray(new String[0]));
        for (Cell cell : results.cells()) {
            Decisions decisions = results.of(cell, results.adaptive()).decisions();
            List<Object> row = new ArrayList<>(List.of(cell.traffic(), cell.batch()));
            names.forEach(name -> row.add(decisions.share(name)));
            table.add(row.toArray());
        }
        return table;
    }

    /** Arms that the adaptive policy used anywhere. */
    static List<String> armNames(AdaptResults results) {
        TreeSet<String> names = new TreeSet<>();
        for (Cell cell : results.cells()) {
            names.addAll(results.of(cell, results.adaptive()).decisions().arms().keySet());
        }
        return List.copyOf(names);
    }

    private Table deciles() {
        Table table = new Table("decile", "tokens", "expected", "true");
        Calibration all = results.calibration();
        for (int i = 0; i < Calibration.DECILES; i++) {
            table.add(i + 1, all.tokens()[i], all.expectedShare(i), all.keptShare(i));
        }
        return table;
    }

    private Table factors() {
        Table table = new Table("traffic", "batch", "contender", "× plain", "tokens/s");
        for (Cell cell : results.cells()) {
            for (Contender contender : results.contenders()) {
                table.add(
                        cell.traffic(),
                        cell.batch(),
                        contender.name(),
                        results.factor(cell, contender),
                        results.of(cell, contender).tokensPerSecond());
            }
        }
        return table;
    }

    private ObjectNode record(List<String> machine) {
        ObjectNode record = new ObjectMapper().createObjectNode();
        machine.forEach(record.putArray("machine")::add);
        record.put("settings", settings);
        Contender single = results.bestSingle();
        record.put("best_single", single.name());
        record.put("best_single_mean_factor", results.meanFactor(single));
        record.put("adaptive_mean_factor", results.meanFactor(results.adaptive()));
        ArrayNode cells = record.putArray("cells");
        for (Cell cell : results.cells()) {
            for (Contender contender : results.contenders()) {
                Series series = results.of(cell, contender);
                ObjectNode node =
                        cells.addObject()
                                .put("traffic", cell.traffic().toString())
                                .put("batch", cell.batch())
                                .put("contender", contender.name())
                                .put("kind", contender.kind().name().toLowerCase(Locale.ROOT))
                                .put("factor", results.factor(cell, contender))
                                .put("policy_share", series.overhead())
                                .put("texts", series.texts())
                                .put(
                                        "other_texts",
                                        series.differing(results.of(cell, Contender.PLAIN)));
                ArrayNode rates = node.putArray("tokens_per_second");
                series.turns().forEach(turn -> rates.add(turn.tokensPerSecond()));
                node.putPOJO("arms", series.decisions().arms());
            }
        }
        return record;
    }
}
