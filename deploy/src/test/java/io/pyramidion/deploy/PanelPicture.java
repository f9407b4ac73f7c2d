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
package io.pyramidion.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws a panel as Grafana would, roughly: its title, its lines or numbers in its unit, its limits
 * and its legend, which has three rows at most, as much as Grafana shows without a scroll bar.
 */
final class PanelPicture {

    private static final Color[] COLORS = {
        new Color(0x3f8f4f), new Color(0xd9a400), new Color(0x3274d9), new Color(0xe0662e),
        new Color(0xc4162a), new Color(0x8f3bb8), new Color(0x1fa2a2), new Color(0x7a6a53),
        new Color(0xe05fa0), new Color(0x6b7280), new Color(0x86b300), new Color(0x5b4fcf)
    };
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final int TITLE_HEIGHT = 26;
    private static final int LEGEND_ROW = 16;
    private static final int LEGEND_ROWS = 3;

    private final JsonNode panel;
    private final JsonNode defaults;
    private final PanelUnit unit;
    private final List<PanelSeries> series;
    private final TimeRange time;

    PanelPicture(JsonNode panel, List<PanelSeries> series, TimeRange time) {
        this.panel = panel;
        this.defaults = panel.at("/fieldConfig/defaults");
        this.unit = PanelUnit.of(defaults.path("unit").asText());
        this.series = series;
        this.time = time;
    }

    void draw(Graphics2D graphics, Rectangle place) {
        Graphics2D own = (Graphics2D) graphics.create(place.x, place.y, place.width, place.height);
        own.setColor(Color.WHITE);
        own.fillRect(0, 0, place.width, place.height);
        own.setColor(Color.DARK_GRAY);
        own.setFont(TITLE);
        own.drawString(panel.path("title").asText(), 10, 18);
        Rectangle inside =
                new Rectangle(4, TITLE_HEIGHT, place.width - 8, place.height - TITLE_HEIGHT - 4);
        if (series.isEmpty()) {
            centered(own, "No data", inside, LABELS);
        } else if (panel.path("type").asText().equals("stat")) {
            numbers(own, inside);
        } else {
            int legend = legend(own, inside);
            lines(own, new Rectangle(inside.x, inside.y, inside.width, inside.height - legend));
        }
        own.dispose();
    }

    private void numbers(Graphics2D graphics, Rectangle inside) {
        int height = inside.height / series.size();
        for (int i = 0; i < series.size(); i++) {
            Rectangle row =
                    new Rectangle(
                            inside.x, inside.y + i * height, inside.width, height - LEGEND_ROW);
            graphics.setColor(COLORS[0]);
            centered(graphics, text(series.get(i).last()), row, TITLE.deriveFont(36f));
            if (series.size() > 1) {
                row.translate(0, height / 2);
                centered(graphics, series.get(i).name(), row, LABELS);
            }
        }
    }

    /** A value's name where the panel gives it one. */
    private String text(double value) {
        String key = Double.isNaN(value) ? "" : Long.toString((long) value);
        for (JsonNode mapping : defaults.path("mappings")) {
            if (mapping.path("options").has(key)) {
                return mapping.path("options").path(key).path("text").asText();
            }
        }
        return Double.isNaN(value) ? "No data" : unit.text(value);
    }

    private void lines(Graphics2D graphics, Rectangle inside) {
        XYChart chart = new XYChartBuilder().width(inside.width).height(inside.height).build();
        style(chart);
        List<Date> times =
                IntStream.range(0, time.steps())
                        .mapToObj(i -> new Date(1000 * (time.from() + (long) i * time.step())))
                        .toList();
        boolean stacked = defaults.at("/custom/stacking/mode").asText().equals("normal");
        List<double[]> values =
                stacked ? stack() : series.stream().map(PanelSeries::values).toList();
        List<Integer> order = new ArrayList<>(IntStream.range(0, values.size()).boxed().toList());
        Collections.reverse(order);
        for (int i : order) {
            XYSeries line =
                    chart.addSeries(
                            Integer.toString(i),
                            times,
                            Arrays.stream(values.get(i)).boxed().toList());
            line.setMarker(SeriesMarkers.NONE).setLineWidth(1.6f).setLineColor(color(i));
            line.setFillColor(color(i));
            line.setXYSeriesRenderStyle(
                    stacked
                            ? XYSeries.XYSeriesRenderStyle.Area
                            : XYSeries.XYSeriesRenderStyle.Line);
        }
        double highest =
                values.stream()
                        .flatMapToDouble(Arrays::stream)
                        .filter(value -> !Double.isNaN(value))
                        .max()
                        .orElse(0);
        double limit = defaults.path("max").asDouble(highest > 0 ? 1.05 * highest : 1);
        chart.getStyler().setYAxisMin(defaults.path("min").asDouble(0)).setYAxisMax(limit);
        Graphics2D own =
                (Graphics2D) graphics.create(inside.x, inside.y, inside.width, inside.height);
        chart.paint(own, inside.width, inside.height);
        own.dispose();
    }

    private void style(XYChart chart) {
        AxesChartStyler styler = chart.getStyler();
        styler.setAxisTickLabelsFont(LABELS);
        styler.setDatePattern("HH:mm");
        styler.setyAxisTickLabelsFormattingFunction(unit::text);
        styler.setLegendVisible(false);
        styler.setChartTitleVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xe5e7eb));
        styler.setChartPadding(4);
    }

    private List<double[]> stack() {
        List<double[]> stacked = new ArrayList<>();
        double[] below = new double[time.steps()];
        for (PanelSeries one : series) {
            for (int i = 0; i < below.length; i++) {
                below[i] += Double.isNaN(one.values()[i]) ? 0 : one.values()[i];
            }
            stacked.add(below.clone());
        }
        return stacked;
    }

    /** Draws the legend at the foot; returns its height. */
    private int legend(Graphics2D graphics, Rectangle inside) {
        graphics.setFont(LABELS);
        List<List<Integer>> rows = new ArrayList<>(List.of(new ArrayList<>()));
        int x = 0;
        for (int i = 0; i < series.size(); i++) {
            int width = width(graphics, i);
            if (x > 0 && x + width > inside.width) {
                rows.add(new ArrayList<>());
                x = 0;
            }
            rows.get(rows.size() - 1).add(i);
            x += width;
        }
        int shown = Math.min(rows.size(), LEGEND_ROWS);
        for (int row = 0; row < shown; row++) {
            int y = inside.y + inside.height - (shown - row) * LEGEND_ROW + 12;
            x = inside.x + 4;
            for (int i : rows.get(row)) {
                graphics.setColor(color(i));
                graphics.fillRect(x, y - 5, 12, 3);
                graphics.setColor(Color.DARK_GRAY);
                graphics.drawString(series.get(i).name(), x + 16, y);
                x += width(graphics, i);
            }
        }
        return shown * LEGEND_ROW;
    }

    private int width(Graphics2D graphics, int i) {
        return graphics.getFontMetrics(LABELS).stringWidth(series.get(i).name()) + 28;
    }

    private static Color color(int i) {
        return COLORS[i % COLORS.length];
    }

    private static void centered(Graphics2D graphics, String text, Rectangle place, Font font) {
        graphics.setFont(font);
        int width = graphics.getFontMetrics().stringWidth(text);
        graphics.drawString(
                text, place.x + (place.width - width) / 2, place.y + place.height / 2 + 5);
    }
}
