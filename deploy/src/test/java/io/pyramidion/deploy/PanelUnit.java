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

import java.util.List;
import java.util.Locale;

/**
 * How Grafana writes values of a unit.
 *
 * @param factor what a value is multiplied with first
 * @param step from which size on the next name is used
 * @param names what follows the number, for each size
 */
record PanelUnit(double factor, double step, List<String> names) {

    private static final String SUFFIX = "suffix:";

    /**
     * @param unit a panel's {@code fieldConfig.defaults.unit}
     * @throws IllegalArgumentException if no dashboard uses it yet
     */
    static PanelUnit of(String unit) {
        if (unit.startsWith(SUFFIX)) {
            return new PanelUnit(1, 1000, List.of(unit.substring(SUFFIX.length())));
        }
        return switch (unit) {
            case "short" -> new PanelUnit(1, 1000, List.of("", " K", " Mil"));
            case "reqps" -> new PanelUnit(1, 1000, List.of(" req/s", "K req/s"));
            case "bytes" -> new PanelUnit(1, 1024, List.of(" B", " KiB", " MiB", " GiB"));
            case "ms" -> new PanelUnit(1, 1000, List.of(" ms", " s"));
            case "percentunit" -> new PanelUnit(100, 1, List.of("%"));
            default ->
                    throw new IllegalArgumentException(
                            "The unit is " + unit + "; add it to what pictures know");
        };
    }

    String text(double value) {
        int size = 0;
        double scaled = value * factor;
        while (size < names.size() - 1 && Math.abs(scaled) >= step) {
            scaled /= step;
            size++;
        }
        String text = String.format(Locale.ROOT, Math.abs(scaled) < 10 ? "%.2f" : "%.1f", scaled);
        return text.replaceFirst("\\.?0+$", "") + names.get(size);
    }
}
