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
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.operators.controller.law.PressureLevel;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The picture of a load that rises and falls, and of what the job did about it. */
final class WaveCharts {

    private static final String TIME = "seconds";
    private static final double BIN = 5;

    /** An arm that never had this share is left out. */
    private static final double SEEN = 0.02;

    private final Wave wave;
    private final Window window;
    private final List<HeadSample> samples;

    /**
     * @param samples with times from the start of the wave
     */
    WaveCharts(Wave wave, Window window, List<HeadSample> samples) {
        this.wave = wave;
        this.window = window;
        this.samples = samples;
    }

    void write(Path file) throws IOException {
        XYChart[] charts = {load(), requests(), pressure(), proposals(), arms()};
        double end = samples.get(samples.size() - 1).at();
        for (XYChart chart : charts) {
            chart.getStyler().setXAxisMin(0.0).setXAxisMax(end).setYAxisMin(0.0);
            chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        }
        Charts.save(file, charts);
    }

    private XYChart load() {
        XYChart chart = Charts.lines("The load", TIME, "requests per second");
        double[] at = {0, wave.seconds() / 2, wave.seconds()};
        line(chart, "asked for", at, Arrays.stream(at).map(wave::rate).toArray());
        Map<Long, Long> ended =
                window.answers().stream()
                        .collect(
                                Collectors.groupingBy(
                                        a -> (long) ((a.request().at() + a.endToEnd() / 1e3) / BIN),
                                        TreeMap::new,
                                        Collectors.counting()));
        line(
                chart,
                "answered",
                ended.keySet().stream().mapToDouble(bin -> (bin + 0.5) * BIN).toArray(),
                ended.values().stream().mapToDouble(count -> count / BIN).toArray());
        return chart;
    }

    private XYChart requests() {
        XYChart chart = Charts.lines("Requests in the job", TIME, "requests");
        line(chart, "waiting", times(), values(HeadSample::waiting));
        line(chart, "running", times(), values(HeadSample::running));
        return chart;
    }

    private XYChart pressure() {
        XYChart chart = Charts.lines("Pressure", TIME, "level");
        chart.getStyler().setYAxisMax(PressureLevel.values().length - 1.0);
        chart.getStyler().setyAxisTickLabelsFormattingFunction(WaveCharts::level);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
        line(chart, "in force", times(), values(HeadSample::pressure));
        return chart;
    }

    /**
     * Ticks stand between levels too, and beyond them. The chart looks on until no two labels are
     * equal.
     */
    private static String level(double value) {
        PressureLevel[] levels = PressureLevel.values();
        boolean named = value == Math.rint(value) && value >= 0 && value < levels.length;
        return named ? levels[(int) value].wireName() : String.valueOf(value);
    }

    private XYChart proposals() {
        XYChart chart = Charts.lines("Tokens that the target verifies ahead", TIME, "tokens");
        line(chart, "of a request, in a round", times(), values(HeadSample::candidates));
        return chart;
    }

    private XYChart arms() {
        XYChart chart = Charts.lines("Who proposes", TIME, "share of the rounds");
        for (Arm arm : Arm.values()) {
            double[] shares = shares(arm);
            if (Arrays.stream(shares).anyMatch(share -> share > SEEN)) {
                line(chart, arm.wireName(), times(), shares);
            }
        }
        return chart;
    }

    /** Of the rounds of the last seconds. */
    private double[] shares(Arm arm) {
        double[] shares = new double[samples.size()];
        for (int i = 0; i < shares.length; i++) {
            Map<Arm, Double> now = samples.get(i).rounds();
            Map<Arm, Double> before = samples.get(Math.max(0, i - (int) (2 * BIN))).rounds();
            double all = sum(now) - sum(before);
            shares[i] = all == 0 ? 0 : (now.get(arm) - before.get(arm)) / all;
        }
        return shares;
    }

    private static double sum(Map<Arm, Double> rounds) {
        return rounds.values().stream().mapToDouble(count -> count).sum();
    }

    private double[] times() {
        return values(HeadSample::at);
    }

    private double[] values(ToDoubleFunction<HeadSample> of) {
        return samples.stream().mapToDouble(of).toArray();
    }

    private static void line(XYChart chart, String name, double[] x, double[] y) {
        chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE).setLineWidth(3);
    }
}
