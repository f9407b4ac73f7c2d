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
package io.pyramidion.benchmarks.soak;

import io.pyramidion.benchmarks.report.Charts;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/** The memory of task managers over time, as a picture. */
final class MemoryChart {

    private static final double MEGABYTE = 1 << 20;
    private static final double MINUTE = 60;

    private MemoryChart() {}

    static void write(Path file, List<MemorySample> samples) throws IOException {
        XYChart chart = Charts.lines("Memory of a saturated job", "minutes", "MB");
        samples.stream()
                .map(MemorySample::taskManager)
                .distinct()
                .forEach(
                        number -> {
                            List<MemorySample> own =
                                    samples.stream()
                                            .filter(s -> s.taskManager() == number)
                                            .toList();
                            line(chart, "resident, " + number, own, MemorySample::resident);
                            line(chart, "heap, " + number, own, MemorySample::heap);
                            line(chart, "direct, " + number, own, MemorySample::direct);
                        });
        chart.getStyler().setYAxisMin(0.0);
        Charts.save(file, chart);
    }

    private static void line(
            XYChart chart, String name, List<MemorySample> own, ToLongFunction<MemorySample> of) {
        double[] minutes = own.stream().mapToDouble(s -> s.second() / MINUTE).toArray();
        double[] megabytes = own.stream().mapToDouble(s -> of.applyAsLong(s) / MEGABYTE).toArray();
        chart.addSeries(name, minutes, megabytes).setMarker(SeriesMarkers.NONE);
    }
}
