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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Tolerance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what the ablation measured: tables, plots and a page that holds them together. */
final class AblationReport {

    private final AblationResults<TaskQuality> results;
    private final StoryReport stories;
    private final PaperTable paper;
    private final String settings;
    private final Path folder;

    AblationReport(
            AblationResults<TaskQuality> results,
            StoryReport stories,
            PaperTable paper,
            String settings,
            Path folder) {
        this.results = results;
        this.stories = stories;
        this.paper = paper;
        this.settings = settings;
        this.folder = folder;
    }

    void write(List<String> machine) throws IOException {
        Table all = all();
        all.writeCsv(folder.resolve("ablation.csv"));
        results.times().table().writeCsv(folder.resolve("passes.csv"));
        stories.writeTable();
        Files.writeString(
                folder.resolve("report.md"),
                String.join(
                        "\n",
                        "# Ablation of the pyramid",
                        "",
                        "- " + String.join("\n- ", machine),
                        "- " + settings,
                        "- \"× SD\": against the fastest standard speculation of the same run with the qualifier as its draft,"
                                + " the paper's baseline.",
                        "",
                        "## Validated settings",
                        "",
                        "**Tasks.** Of each method the fastest setting, and the fastest whose accuracy is at most one point below the target's"
                                + " (± is one standard error; edits are from the target's own tokens, of 1).",
                        "",
                        validated().toMarkdown(),
                        stories.validated(),
                        "## Speed and accuracy",
                        "",
                        "![accuracy over speed](quality.png)",
                        "",
                        "## Beside the paper",
                        "",
                        "![speed by length](lengths.png)",
                        "",
                        beside().toMarkdown(),
                        "## The throughput model",
                        "",
                        "![predicted and measured](model.png)",
                        "",
                        "Predicted from times of single passes, measured apart, and the acceptance of the runs. Median error %.1f %%."
                                .formatted(100 * results.medianError()),
                        "",
                        NeededAcceptance.describe(results),
                        "",
                        results.times().table().toMarkdown(),
                        "## All settings on tasks",
                        "",
                        all.toMarkdown(),
                        "## All settings on stories",
                        "",
                        stories.all()));
        // Last: whatever a machine's fonts may do, the figures are there.
        new AblationCharts(results, paper, folder).write();
        stories.writeChart();
    }

    private Table all() {
        Table table =
                new Table(
                        "method",
                        "lengths",
                        "limits",
                        "tokens/s",
                        "× SD",
                        "tokens/round",
                        "draft→qualifier",
                        "→target",
                        "predicted tokens/s",
                        "error",
                        "accuracy",
                        "loss",
                        "± loss",
                        "edits");
        for (Way way : results.ways()) {
            Run sum = results.of(way).sum();
            TaskQuality quality = results.qualityOf(way);
            table.add(
                    way.method(),
                    way.lengths(),
                    way.limits(),
                    results.of(way).tokensPerSecond(),
                    results.speedUp(way),
                    sum.tokensPerRound(),
                    sum.acceptance(AcceptanceStage.DRAFT_QUALIFIER),
                    sum.acceptance(
                            way.speculation().useQualifier()
                                    ? AcceptanceStage.QUALIFIER_TARGET
                                    : AcceptanceStage.DRAFT_TARGET),
                    results.predicted(way),
                    results.error(way),
                    quality.accuracy(),
                    quality.loss(),
                    quality.lossError(),
                    quality.distance());
        }
        return table;
    }

    private Table validated() {
        Table table =
                new Table("method", "setting", "× SD", "× plain", "accuracy", "loss", "edits");
        for (Way.Method method : Way.Method.values()) {
            results.best(method).ifPresent(way -> addValidated(table, "fastest", way));
            results.bestValidated(method)
                    .filter(way -> !way.isLossless())
                    .ifPresent(way -> addValidated(table, "**validated**", way));
        }
        return table;
    }

    private void addValidated(Table table, String which, Way way) {
        TaskQuality quality = results.qualityOf(way);
        String kind = way.isLossless() ? "**lossless**" : which;
        table.add(
                way.method() + ", " + kind,
                (way.lengths() + " " + way.limits()).strip(),
                results.speedUp(way),
                results.of(way).speedUpOver(results.of(Way.PLAIN)),
                "%.1f %%".formatted(100 * quality.accuracy()),
                "%.1f ± %.1f points".formatted(100 * quality.loss(), 100 * quality.lossError()),
                quality.distance());
    }

    /** Of each method and limits the best lengths, ours and the paper's. */
    private Table beside() {
        Table table = new Table("method", "limits", "ours × SD", "at", "the paper's × SD");
        for (Way.Method method : Way.Method.values()) {
            List<Tolerance> limits =
                    results.ways().stream()
                            .filter(way -> way.method() == method)
                            .map(way -> way.speculation().tolerance())
                            .distinct()
                            .toList();
            for (Tolerance limit : limits) {
                results.ways().stream()
                        .filter(way -> way.method() == method)
                        .filter(way -> way.speculation().tolerance().equals(limit))
                        .reduce((a, b) -> results.speedUp(b) > results.speedUp(a) ? b : a)
                        .ifPresent(
                                way ->
                                        table.add(
                                                method,
                                                way.limits(),
                                                results.speedUp(way),
                                                way.lengths(),
                                                papers(method, limit)));
            }
        }
        return table;
    }

    private double papers(Way.Method method, Tolerance limit) {
        return paper.best(
                        row ->
                                row.method() == method
                                        && row.tauTarget() == limit.target()
                                        && row.tauQualifier() == limit.qualifier())
                .orElse(Double.NaN);
    }
}
