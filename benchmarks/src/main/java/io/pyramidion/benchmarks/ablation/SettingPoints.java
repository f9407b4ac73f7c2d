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
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** Puts settings into a plot, a point for each in the colour of its method. */
final class SettingPoints {

    private SettingPoints() {}

    /** A value of a setting. */
    interface Measure {
        double of(Way way);
    }

    static void add(XYChart chart, List<Way> all, Measure x, Measure y) {
        for (Way.Method method : Way.Method.values()) {
            List<Double> xs = new ArrayList<>();
            List<Double> ys = new ArrayList<>();
            for (Way way : all) {
                if (way.method() == method) {
                    xs.add(x.of(way));
                    ys.add(y.of(way));
                }
            }
            if (!xs.isEmpty()) {
                XYSeries series = chart.addSeries(method.toString(), xs, ys);
                series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
                series.setMarkerColor(colour(method));
                series.setMarker(SeriesMarkers.CIRCLE);
            }
        }
    }

    /** A dashed line to compare with. */
    static void line(XYChart chart, String name, double x1, double y1, double x2, double y2) {
        XYSeries series = chart.addSeries(name, new double[] {x1, x2}, new double[] {y1, y2});
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(Color.DARK_GRAY);
        series.setLineStyle(
                new BasicStroke(
                        1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6}, 0));
    }

    static Color colour(Way.Method method) {
        return Charts.COLOURS[method.ordinal()];
    }
}
