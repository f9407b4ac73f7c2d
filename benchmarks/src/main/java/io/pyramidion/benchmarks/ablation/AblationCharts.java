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
import io.pyramidion.benchmarks.run.Way;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ablation's plots. A method has the same colour in all of them. */
final class AblationCharts {

    private final AblationResults<TaskQuality> results;
    private final PaperTable paper;
    private final Path folder;

    AblationCharts(AblationResults<TaskQuality> results, PaperTable paper, Path folder) {
        this.results = results;
        this.paper = paper;
        this.folder = folder;
    }

    void write() throws IOException {
        Charts.save(folder.resolve("quality.png"), quality());
        Charts.save(folder.resolve("lengths.png"), ours(), papers());
        Charts.save(folder.resolve("model.png"), model());
    }

    private XYChart quality() {
        XYChart chart =
                Charts.lines(
                        "Accuracy over speed, one point for each setting",
                        "times the best standard speculation",
                        "tasks answered right, %");
        SettingPoints.add(
                chart,
                results.ways(),
                way -> results.speedUp(way),
                way -> 100 * results.qualityOf(way).accuracy());
        double target = 100 * results.qualityOf(Way.PLAIN).accuracy();
        double fastest = results.ways().stream().mapToDouble(results::speedUp).max().orElse(1);
        SettingPoints.line(chart, "the target's own", 0, target, fastest, target);
        chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0");
        return chart;
    }

    private XYChart model() {
        XYChart chart =
                Charts.lines(
                        "The throughput model: median error %.1f %%"
                                .formatted(100 * results.medianError()),
                        "measured, tokens/s",
                        "predicted, tokens/s");
        SettingPoints.add(
                chart,
                results.ways(),
                way -> results.of(way).tokensPerSecond(),
                results::predicted);
        double max =
                results.ways().stream()
                        .mapToDouble(
                                way ->
                                        Math.max(
                                                results.of(way).tokensPerSecond(),
                                                results.predicted(way)))
                        .max()
                        .orElse(1);
        SettingPoints.line(chart, "as measured", 0, 0, max, max);
        chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0");
        return chart;
    }

    private XYChart ours() {
        Map<Way.Method, TreeMap<Integer, Double>> best = new EnumMap<>(Way.Method.class);
        for (Way way : results.ways()) {
            if (way.length() > 0) {
                best.computeIfAbsent(way.method(), ignored -> new TreeMap<>())
                        .merge(way.length(), results.speedUp(way), Math::max);
            }
        }
        return lengths("This run: best limits and ℓD at each length", best);
    }

    private XYChart papers() {
        Map<Way.Method, TreeMap<Integer, Double>> best = new EnumMap<>(Way.Method.class);
        for (PaperTable.Row row : paper.rows()) {
            best.computeIfAbsent(row.method(), ignored -> new TreeMap<>())
                    .merge(row.length(), row.speedUp(), Math::max);
        }
        return lengths("PyramidSD, Tables 2 and 3: Llama 1B, 3B and 8B on an RTX 4090", best);
    }

    private static XYChart lengths(String title, Map<Way.Method, TreeMap<Integer, Double>> best) {
        XYChart chart =
                Charts.lines(
                        title, "ℓQ, or ℓ of two models", "times the best standard speculation");
        best.forEach(
                (method, values) -> {
                    XYSeries series =
                            chart.addSeries(
                                    method.toString(),
                                    List.copyOf(values.keySet()),
                                    List.copyOf(values.values()));
                    series.setLineColor(SettingPoints.colour(method));
                    series.setMarkerColor(SettingPoints.colour(method));
                    series.setMarker(SeriesMarkers.CIRCLE);
                });
        chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0.0");
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }
}
