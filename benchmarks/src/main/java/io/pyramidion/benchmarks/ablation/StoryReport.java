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

import io.pyramidion.benchmarks.report.Charts;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.speculation.AcceptanceStage;
import org.knowm.xchart.XYChart;

import java.io.IOException;
import java.nio.file.Path;

/** What fuzzy settings cost where no answer is right: the stories' part of the report. */
final class StoryReport {

    private final AblationResults<StoryQuality> results;
    private final Path folder;

    StoryReport(AblationResults<StoryQuality> results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    void writeTable() throws IOException {
        table().writeCsv(folder.resolve("stories.csv"));
    }

    void writeChart() throws IOException {
        XYChart chart =
                Charts.lines(
                        "Stories: what the target thinks of them over speed, one point for each setting",
                        "times plain decoding",
                        "mean log-probability of a token, nats");
        SettingPoints.add(
                chart,
                results.ways(),
                this::overPlain,
                way -> results.qualityOf(way).logProbability());
        double own = results.qualityOf(Way.PLAIN).logProbability();
        double fastest = results.ways().stream().mapToDouble(this::overPlain).max().orElse(1);
        SettingPoints.line(chart, "the target's own", 0, own, fastest, own);
        chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0.00");
        Charts.save(folder.resolve("stories.png"), chart);
    }

    private double overPlain(Way way) {
        return results.of(way).speedUpOver(results.of(Way.PLAIN));
    }

    /** Of each method the fastest setting, and the fastest that loses next to nothing. */
    String validated() {
        Table table =
                new Table(
                        "method",
                        "setting",
                        "× SD",
                        "× plain",
                        "log-probability",
                        "less than the target's",
                        "variety",
                        "repetition");
        for (Way.Method method : Way.Method.values()) {
            results.best(method).ifPresent(way -> add(table, "fastest", way));
            results.bestValidated(method)
                    .filter(way -> !way.isLossless())
                    .ifPresent(way -> add(table, "**validated**", way));
        }
        return String.join(
                "\n",
                "**Stories.** The same where no answer is right: the mean log-probability of a token by the target at"
                        + " temperature 1, in nats, and how many edits are between two texts for one prompt, per token."
                        + " Validated: not more than 0.05 nats above or below the target's own texts, and 0.02 less various at most."
                        + " Repetition is the share of a text's runs of four tokens that it has already had.",
                "",
                "![log-probability over speed](stories.png)",
                "",
                table.toMarkdown());
    }

    private void add(Table table, String which, Way way) {
        StoryQuality quality = results.qualityOf(way);
        table.add(
                way.method() + ", " + (way.isLossless() ? "**lossless**" : which),
                (way.lengths() + " " + way.limits()).strip(),
                results.speedUp(way),
                overPlain(way),
                quality.logProbability(),
                "%.3f ± %.3f".formatted(quality.loss(), quality.lossError()),
                quality.variety(),
                quality.repetition());
    }

    String all() {
        return table().toMarkdown();
    }

    private Table table() {
        Table table =
                new Table(
                        "method",
                        "lengths",
                        "limits",
                        "tokens/s",
                        "× SD",
                        "× plain",
                        "tokens/round",
                        "draft→qualifier",
                        "→target",
                        "log-probability",
                        "loss",
                        "± loss",
                        "variety",
                        "repetition");
        for (Way way : results.ways()) {
            Run sum = results.of(way).sum();
            StoryQuality quality = results.qualityOf(way);
            table.add(
                    way.method(),
                    way.lengths(),
                    way.limits(),
                    results.of(way).tokensPerSecond(),
                    results.speedUp(way),
                    overPlain(way),
                    sum.tokensPerRound(),
                    sum.acceptance(AcceptanceStage.DRAFT_QUALIFIER),
                    sum.acceptance(
                            way.speculation().useQualifier()
                                    ? AcceptanceStage.QUALIFIER_TARGET
                                    : AcceptanceStage.DRAFT_TARGET),
                    quality.logProbability(),
                    quality.loss(),
                    quality.lossError(),
                    quality.variety(),
                    quality.repetition());
        }
        return table;
    }
}
