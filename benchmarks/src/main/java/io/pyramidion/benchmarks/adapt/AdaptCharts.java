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

import io.pyramidion.benchmarks.report.Charts;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The plots of bench adapt. */
final class AdaptCharts {

    private final AdaptResults results;
    private final Path folder;

    AdaptCharts(AdaptResults results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    void write() throws IOException {
        save("factors.png", this::factors);
        save("arms.png", this::arms);
        if (results.calibration().count() > 0) {
            Charts.save(folder.resolve("calibration.png"), calibration(results.calibration()));
        }
    }

    private interface ChartOf {
        Chart<?, ?> of(Traffic traffic, List<Cell> cells);
    }

    private void save(String file, ChartOf chart) throws IOException {
        List<Chart<?, ?>> charts = new ArrayList<>();
        for (Traffic traffic : Traffic.values()) {
            List<Cell> cells =
                    results.cells().stream().filter(cell -> cell.traffic() == traffic).toList();
            if (!cells.isEmpty()) {
                charts.add(chart.of(traffic, cells));
            }
        }
        Charts.save(folder.resolve(file), charts.toArray(new Chart<?, ?>[0]));
    }

    private CategoryChart factors(Traffic traffic, List<Cell> cells) {
        CategoryChart chart =
                Charts.bars("Speed, " + traffic, "batch size", "times plain decoding");
        Contender single = results.bestSingle();
        add(chart, "plain", cells, cell -> 1);
        add(
                chart,
                "best fixed in hindsight",
                cells,
                cell -> results.factor(cell, results.bestFixed(cell)));
        add(chart, "best single: " + single.name(), cells, cell -> results.factor(cell, single));
        for (Contender contender : results.contenders()) {
            if (!contender.isFixed()) {
                add(chart, contender.name(), cells, cell -> results.factor(cell, contender));
            }
        }
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setDecimalPattern("0.00");
        return withRoomForNames(chart);
    }

    private CategoryChart arms(Traffic traffic, List<Cell> cells) {
        CategoryChart chart =
                Charts.bars("What the adaptive policy did, " + traffic, "batch size", "share");
        for (String arm : AdaptReport.armNames(results)) {
            add(
                    chart,
                    arm,
                    cells,
                    cell -> results.of(cell, results.adaptive()).decisions().share(arm));
        }
        chart.getStyler().setStacked(true);
        chart.getStyler().setYAxisMax(1.0);
        return withRoomForNames(chart);
    }

    private static CategoryChart withRoomForNames(CategoryChart chart) {
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
        return chart;
    }

    private static void add(
            CategoryChart chart, String name, List<Cell> cells, ToDoubleFunction<Cell> value) {
        chart.addSeries(
                name,
                cells.stream().map(cell -> String.valueOf(cell.batch())).toList(),
                cells.stream().map(value::applyAsDouble).toList());
    }

    private static XYChart calibration(Calibration all) {
        XYChart chart =
                Charts.lines(
                        "Expected and true acceptance, by decile",
                        "expected probability that a token stands",
                        "share that stood");
        double[] diagonal = {0, 1};
        chart.addSeries("as expected", diagonal, diagonal).setMarker(SeriesMarkers.NONE);
        int[] used =
                IntStream.range(0, Calibration.DECILES).filter(i -> all.tokens()[i] > 0).toArray();
        chart.addSeries(
                "adaptive",
                IntStream.of(used).mapToDouble(all::expectedShare).toArray(),
                IntStream.of(used).mapToDouble(all::keptShare).toArray());
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
        return chart;
    }
}
