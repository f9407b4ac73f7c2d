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

import io.pyramidion.benchmarks.report.Charts;
import io.pyramidion.benchmarks.report.Percentile;
import io.pyramidion.operators.request.SloClass;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** The plots of bench serve: a line for each policy over the loads. */
final class ServeCharts {

    private static final String LOAD = "load, 1 is the plain job's capacity";

    private final ServeResults results;
    private final Path folder;

    ServeCharts(ServeResults results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    void write() throws IOException {
        save("latency.png", "Mean latency, end to end", "ms", results::meanEndToEnd);
        save(
                "tail.png",
                "99th percentile of class interactive, end to end",
                "ms",
                (load, policy) -> {
                    List<Answer> answers = results.answers(load, policy, SloClass.INTERACTIVE);
                    return Percentile.of(
                            answers.stream().filter(Answer::isWhole).map(Answer::endToEnd).toList(),
                            0.99);
                });
        save(
                "tokens.png",
                "Throughput",
                "tokens per second",
                (load, policy) -> results.median(load, policy, Window::tokensPerSecond));
        Charts.save(
                folder.resolve("attainment.png"),
                attainment(SloClass.INTERACTIVE),
                attainment(SloClass.STANDARD));
    }

    private XYChart attainment(SloClass kind) {
        XYChart chart =
                chart(
                        "Objectives met, class " + kind.wireName(),
                        "%",
                        (load, policy) -> 100 * results.attainment(load, policy, kind));
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        return chart;
    }

    private void save(
            String file, String title, String unit, ToDoubleBiFunction<Double, Policy> value)
            throws IOException {
        XYChart chart = chart(title, unit, value);
        chart.getStyler().setYAxisMin(0.0);
        Charts.save(folder.resolve(file), chart);
    }

    private XYChart chart(String title, String unit, ToDoubleBiFunction<Double, Policy> value) {
        XYChart chart = Charts.lines(title, LOAD, unit);
        double[] loads = results.loads().stream().mapToDouble(load -> load).toArray();
        for (Policy policy : results.policies()) {
            double[] values =
                    results.loads().stream()
                            .mapToDouble(load -> value.applyAsDouble(load, policy))
                            .toArray();
            if (Arrays.stream(values).noneMatch(Double::isNaN)) {
                emphasize(policy, chart.addSeries(policy.name(), loads, values));
            }
        }
        return chart;
    }

    /** Ours are to be found at a glance. */
    private static void emphasize(Policy policy, XYSeries line) {
        if (policy.isOurs() || policy.job() == ServeJob.OURS_WITHOUT_SLOS) {
            line.setLineColor(Color.BLACK);
            line.setMarkerColor(Color.BLACK);
            line.setLineWidth(3);
            line.setLineStyle(policy.isOurs() ? SeriesLines.SOLID : SeriesLines.DASH_DASH);
        }
    }
}
