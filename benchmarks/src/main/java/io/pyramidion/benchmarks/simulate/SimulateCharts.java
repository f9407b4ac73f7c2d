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
package io.pyramidion.benchmarks.simulate;

import io.pyramidion.benchmarks.report.Charts;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Mean latency by load, a chart for each machine. */
final class SimulateCharts {

    private static final double MILLIS_PER_SECOND = 1e3;

    private SimulateCharts() {}

    static void write(Path file, List<Cell> cells) throws IOException {
        List<Chart<?, ?>> charts = new ArrayList<>();
        for (String profile : cells.stream().map(Cell::profile).distinct().toList()) {
            charts.add(chart(cells.stream().filter(c -> c.profile().equals(profile)).toList()));
        }
        Charts.save(file, charts.toArray(new Chart<?, ?>[0]));
    }

    private static XYChart chart(List<Cell> cells) {
        XYChart chart =
                Charts.lines(
                        "Simulated: " + cells.get(0).profile(),
                        "load, 1 = capacity of plain decoding",
                        "end to end, s, mean");
        chart.getStyler().setYAxisLogarithmic(true);
        for (String way : cells.stream().map(Cell::way).distinct().toList()) {
            List<Cell> own = cells.stream().filter(cell -> cell.way().equals(way)).toList();
            chart.addSeries(
                    way,
                    own.stream().mapToDouble(Cell::load).toArray(),
                    own.stream().mapToDouble(c -> c.endToEnd() / MILLIS_PER_SECOND).toArray());
        }
        return chart;
    }
}
