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
package io.pyramidion.benchmarks.decode;

import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.StageCount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what the decode benchmark measured: tables, plots and a page that holds them together. */
final class DecodeReport {

    private final DecodeResults results;
    private final String settings;
    private final Path folder;

    DecodeReport(DecodeResults results, String settings, Path folder) {
        this.results = results;
        this.settings = settings;
        this.folder = folder;
    }

    void write(List<String> machine) throws IOException {
        Table speed = speed();
        Table acceptance = acceptance();
        Table passes = passes();
        Table floors = floors();
        speed.writeCsv(folder.resolve("speed.csv"));
        acceptance.writeCsv(folder.resolve("acceptance.csv"));
        passes.writeCsv(folder.resolve("passes.csv"));
        repeats().writeCsv(folder.resolve("repeats.csv"));
        Files.writeString(
                folder.resolve("report.md"),
                String.join(
                        "\n",
                        "# Decoding",
                        "",
                        "- " + String.join("\n- ", machine),
                        "- " + settings,
                        "- Rounds that read a prompt do not count. Ratios are medians of the repeats' ratios.",
                        "",
                        "## Speed",
                        "",
                        "![tokens per second](speed.png)",
                        "",
                        "`identical`: answers whose tokens are those of plain decoding (batches may differ in the last bits of a sum). "
                                + "`outside`: share of the time outside the models.",
                        "",
                        speed.toMarkdown(),
                        "## Acceptance by position",
                        "",
                        "![acceptance](acceptance.png)",
                        "",
                        "## Forward passes",
                        "",
                        "![forward passes](passes.png)",
                        "",
                        "Memory is read at %.1f GB/s at best; a pass can be no faster than its weights are read:"
                                .formatted(results.bandwidth() / 1e9),
                        "",
                        floors.toMarkdown(),
                        passes.toMarkdown()));
        // Last: whatever a machine's fonts may do, the figures are there.
        new DecodeCharts(results, folder).write();
    }

    private Table speed() {
        Table table =
                new Table(
                        "prompts",
                        "batch",
                        "way",
                        "tokens/s",
                        "× plain",
                        "× best SD",
                        "tokens/round",
                        "draft→qualifier",
                        "→target",
                        "outside",
                        "right",
                        "identical");
        results.samples()
                .forEach(
                        (cell, samples) -> {
                            Run sum = samples.sum();
                            boolean tasks = cell.set().equals("tasks");
                            table.add(
                                    cell.set(),
                                    cell.batch(),
                                    cell.way().name(),
                                    samples.tokensPerSecond(),
                                    samples.speedUpOver(
                                            results.of(cell.set(), cell.batch(), Way.PLAIN)),
                                    samples.speedUpOver(results.bestSd(cell.set(), cell.batch())),
                                    sum.tokensPerRound(),
                                    sum.acceptance(AcceptanceStage.DRAFT_QUALIFIER),
                                    sum.acceptance(last(cell.way())),
                                    sum.outside(),
                                    tasks ? sum.accuracy() : Double.NaN,
                                    results.identical(cell) + " of " + sum.outputs().size());
                        });
        return table;
    }

    private static AcceptanceStage last(Way way) {
        return way.speculation().useQualifier()
                ? AcceptanceStage.QUALIFIER_TARGET
                : AcceptanceStage.DRAFT_TARGET;
    }

    private Table acceptance() {
        Table table =
                new Table("prompts", "batch", "way", "stage", "position", "drafted", "accepted");
        results.samples()
                .forEach(
                        (cell, samples) -> {
                            samples.sum()
                                    .stages()
                                    .forEach((stage, count) -> add(table, cell, stage, count));
                        });
        return table;
    }

    private static void add(
            Table table, DecodeResults.Cell cell, AcceptanceStage stage, StageCount count) {
        for (int i = 0; i < count.draftedPerPosition().size(); i++) {
            table.add(
                    cell.set(),
                    cell.batch(),
                    cell.way().name(),
                    stage.wireName(),
                    i + 1,
                    count.draftedPerPosition().get(i),
                    count.acceptedPerPosition().get(i));
        }
    }

    private Table passes() {
        Table table =
                new Table(
                        "prompts",
                        "batch",
                        "way",
                        "draft ms",
                        "qualifier ms",
                        "target ms",
                        "draft passes/round",
                        "qualifier passes/round",
                        "target: share of the memory floor");
        results.samples()
                .forEach(
                        (cell, samples) -> {
                            Run sum = samples.sum();
                            double target = sum.forwardMillis(ModelRole.TARGET);
                            table.add(
                                    cell.set(),
                                    cell.batch(),
                                    cell.way().name(),
                                    sum.forwardMillis(ModelRole.DRAFT),
                                    sum.forwardMillis(ModelRole.QUALIFIER),
                                    target,
                                    sum.forwardsPerRound(ModelRole.DRAFT),
                                    sum.forwardsPerRound(ModelRole.QUALIFIER),
                                    results.floorMillis(ModelRole.TARGET) / target);
                        });
        return table;
    }

    private Table floors() {
        Table table = new Table("model", "floor ms");
        for (ModelRole role : ModelRole.values()) {
            table.add(role.wireName(), results.floorMillis(role));
        }
        return table;
    }

    private Table repeats() {
        Table table = new Table("prompts", "batch", "way", "repeat", "tokens/s", "tokens/round");
        results.samples()
                .forEach(
                        (cell, samples) -> {
                            for (int i = 0; i < samples.runs().size(); i++) {
                                Run run = samples.runs().get(i);
                                table.add(
                                        cell.set(),
                                        cell.batch(),
                                        cell.way().name(),
                                        i + 1,
                                        run.tokensPerSecond(),
                                        run.tokensPerRound());
                            }
                        });
        return table;
    }
}
