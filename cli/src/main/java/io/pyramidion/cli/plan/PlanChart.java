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
package io.pyramidion.cli.plan;

import io.pyramidion.simulation.capacity.CapacitySearch;
import io.pyramidion.simulation.capacity.Point;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import javax.imageio.ImageIO;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Draws the share of the requests that are served as wanted, by the size of the fleet. */
final class PlanChart {

    static {
        System.setProperty("java.awt.headless", "true");
    }

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;

    /** Told apart with any colour vision (Okabe and Ito's palette). */
    private static final Color[] COLOURS = {
        new Color(0x999999),
        new Color(0x0072B2),
        new Color(0xE69F00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0x56B4E9),
        new Color(0xD55E00)
    };

    private PlanChart() {}

    static void write(Path file, List<String> ways, List<CapacitySearch> searches, double goal)
            throws IOException {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("Requests served as wanted")
                        .xAxisTitle("task managers")
                        .yAxisTitle("share, %")
                        .build();
        chart.getStyler().setSeriesColors(COLOURS);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(100.0);
        double last = 1;
        for (int i = 0; i < ways.size(); i++) {
            Collection<Point> points = searches.get(i).points();
            double[] sizes = points.stream().mapToDouble(Point::taskManagers).toArray();
            double[] shares = points.stream().mapToDouble(p -> 100 * p.attainment()).toArray();
            chart.addSeries(ways.get(i), sizes, shares);
            last = Math.max(last, sizes[sizes.length - 1]);
        }
        chart.addSeries("goal", new double[] {0, last}, new double[] {100 * goal, 100 * goal})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.BLACK);
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
    }
}
