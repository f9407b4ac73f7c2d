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

import io.pyramidion.benchmarks.report.Charts;
import io.pyramidion.benchmarks.run.Samples;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The decode benchmark's plots. */
final class DecodeCharts {

    private final DecodeResults results;
    private final Path folder;

    DecodeCharts(DecodeResults results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    void write() throws IOException {
        save("speed.png", results.sets().stream().map(this::speed).toList());
        save("acceptance.png", results.sets().stream().map(this::acceptance).toList());
        Charts.save(folder.resolve("passes.png"), passes());
    }

    private void save(String file, List<? extends Chart<?, ?>> charts) throws IOException {
        Charts.save(folder.resolve(file), charts.toArray(new Chart<?, ?>[0]));
    }

    /** Of each method the fastest lengths, against plain decoding of the same batch size. */
    private CategoryChart speed(String set) {
        CategoryChart chart =
                Charts.bars(
                        "Speed on " + set + ", best lengths of each method",
                        "batch size",
                        "times plain decoding");
        List<String> batches = results.batches().stream().map(String::valueOf).toList();
        for (Way.Method method : Way.Method.values()) {
            List<Double> ratios = new ArrayList<>();
            for (int batch : results.batches()) {
                Samples plain = results.of(set, batch, Way.PLAIN);
                results.ways().stream()
                        .filter(way -> way.method() == method)
                        .mapToDouble(way -> results.of(set, batch, way).speedUpOver(plain))
                        .max()
                        .ifPresent(ratios::add);
            }
            if (!ratios.isEmpty()) {
                chart.addSeries(method.toString(), batches, ratios);
            }
        }
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setDecimalPattern("0.00");
        return chart;
    }

    /** Of each stage how often a token at a position stood, in the longest way of each method. */
    private XYChart acceptance(String set) {
        XYChart chart =
                Charts.lines(
                        "Acceptance on " + set + ", by position",
                        "position in the proposal",
                        "share that stood");
        int batch = results.batches().get(0);
        for (Way.Method method : Way.Method.values()) {
            results.ways().stream()
                    .filter(way -> way.method() == method && way.length() > 0)
                    .reduce((a, b) -> b.length() >= a.length() ? b : a)
                    .ifPresent(way -> addAcceptance(chart, way, results.of(set, batch, way)));
        }
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
        chart.getStyler().setXAxisDecimalPattern("0");
        return chart;
    }

    private static void addAcceptance(XYChart chart, Way way, Samples samples) {
        samples.sum()
                .stages()
                .forEach(
                        (stage, count) -> {
                            List<Integer> positions = new ArrayList<>();
                            List<Double> shares = new ArrayList<>();
                            for (int i = 0; i < count.draftedPerPosition().size(); i++) {
                                long drafted = count.draftedPerPosition().get(i);
                                positions.add(i + 1);
                                shares.add((double) count.acceptedPerPosition().get(i) / drafted);
                            }
                            if (!positions.isEmpty()) {
                                chart.addSeries(label(way, stage), positions, shares);
                            }
                        });
    }

    private static String label(Way way, AcceptanceStage stage) {
        return way.isPyramid()
                ? way.method()
                        + ", "
                        + (stage == AcceptanceStage.DRAFT_QUALIFIER ? "by qualifier" : "by target")
                : way.method().toString();
    }

    private CategoryChart passes() {
        CategoryChart chart =
                Charts.bars(
                        "A forward pass of one token a sequence, and the memory floor",
                        "batch size",
                        "milliseconds");
        String set = results.sets().get(0);
        List<String> batches = results.batches().stream().map(String::valueOf).toList();
        for (ModelRole role : ModelRole.values()) {
            List<Double> millis = new ArrayList<>();
            for (int batch : results.batches()) {
                millis.add(onePosition(set, batch, role));
            }
            String name = role.wireName();
            chart.addSeries(name, batches, millis);
            List<Double> floor = batches.stream().map(b -> results.floorMillis(role)).toList();
            chart.addSeries(name + ", floor", batches, floor);
        }
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setDecimalPattern("0.0");
        return chart;
    }

    /** The way in which a model is fed one token after the other. */
    private double onePosition(String set, int batch, ModelRole role) {
        Way.Method method =
                switch (role) {
                    case DRAFT -> Way.Method.SD_DRAFT;
                    case QUALIFIER -> Way.Method.SD;
                    case TARGET -> Way.Method.PLAIN;
                };
        return results.ways().stream()
                .filter(way -> way.method() == method)
                .findFirst()
                .map(way -> results.of(set, batch, way).sum().forwardMillis(role))
                .orElse(0.0);
    }
}
