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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line of a panel.
 *
 * @param name what the legend calls it
 * @param values one for each step of the time shown; NaN where Prometheus has none
 */
record PanelSeries(String name, double[] values) {

    /** The answers to all queries of a panel. */
    static List<PanelSeries> of(JsonNode panel, PrometheusServer prometheus, TimeRange time) {
        List<PanelSeries> series = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            String legend = target.path("legendFormat").asText();
            prometheus
                    .range(Query.filled(target), time)
                    .forEach(answer -> series.add(of(answer, legend, time)));
        }
        return series;
    }

    double last() {
        return values[values.length - 1];
    }

    private static PanelSeries of(JsonNode answer, String legend, TimeRange time) {
        double[] values = new double[time.steps()];
        Arrays.fill(values, Double.NaN);
        for (JsonNode point : answer.path("values")) {
            // A share of nothing is NaN or infinite; Grafana leaves both out.
            double value = Double.parseDouble(point.get(1).asText().replace("Inf", "Infinity"));
            values[time.step(point.get(0).asDouble())] =
                    Double.isInfinite(value) ? Double.NaN : value;
        }
        String name = legend;
        for (var label : answer.path("metric").properties()) {
            name = name.replace("{{" + label.getKey() + "}}", label.getValue().asText());
        }
        return new PanelSeries(name.replaceAll("\\{\\{\\w+}}", "").strip(), values);
    }
}
