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

import javax.imageio.ImageIO;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a dashboard from its file and a Prometheus' answers, on Grafana's grid of 24 columns. For
 * the documentation, and to look at a dashboard where there is no Grafana.
 */
final class DashboardPicture {

    private static final int COLUMN = 62;
    private static final int ROW = 34;
    private static final int GAP = 6;

    private final PrometheusServer prometheus;
    private final TimeRange time;

    DashboardPicture(PrometheusServer prometheus, TimeRange time) {
        this.prometheus = prometheus;
        this.time = time;
    }

    /**
     * Draws a dashboard into a file.
     *
     * @return the titles of panels that show nothing
     */
    List<String> draw(Path dashboard, Path file) {
        JsonNode panels = Yaml.object(dashboard).path("panels");
        int height = 0;
        for (JsonNode panel : panels) {
            Rectangle place = place(panel);
            height = Math.max(height, place.y + place.height + GAP);
        }
        BufferedImage image =
                new BufferedImage(24 * COLUMN + GAP, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(new Color(0xf0f1f3));
        graphics.fillRect(0, 0, image.getWidth(), height);
        List<String> empty = new ArrayList<>();
        for (JsonNode panel : panels) {
            Rectangle place = place(panel);
            if (panel.path("type").asText().equals("row")) {
                graphics.setColor(Color.DARK_GRAY);
                graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
                graphics.drawString(panel.path("title").asText(), place.x + 4, place.y + 20);
            } else {
                List<PanelSeries> series = PanelSeries.of(panel, prometheus, time);
                if (series.isEmpty()) {
                    empty.add(panel.path("title").asText());
                }
                new PanelPicture(panel, series, time).draw(graphics, place);
            }
        }
        graphics.dispose();
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return empty;
    }

    private static Rectangle place(JsonNode panel) {
        JsonNode at = panel.path("gridPos");
        return new Rectangle(
                at.path("x").asInt() * COLUMN + GAP,
                at.path("y").asInt() * ROW + GAP,
                at.path("w").asInt() * COLUMN - GAP,
                at.path("h").asInt() * ROW - GAP);
    }
}
