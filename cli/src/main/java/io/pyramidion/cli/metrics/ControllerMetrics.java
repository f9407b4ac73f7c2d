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
package io.pyramidion.cli.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.operators.OperatorUids;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what the controller tells of its plan, in words, which Flink aggregates for nobody. */
public final class ControllerMetrics {

    /** The controller has one subtask. */
    private static final String PREFIX =
            "0." + OperatorUids.CONTROLLER + "." + MetricNames.GROUP + ".";

    private static final String REASON = PREFIX + ControlMetricNames.PLAN_REASON;
    private static final String SEQUENCE = PREFIX + ControlMetricNames.PLAN_SEQUENCE;

    private final FlinkRest rest;
    private final String jobId;
    private Optional<String> vertex = Optional.empty();

    public ControllerMetrics(FlinkRest rest, String jobId) {
        this.rest = rest;
        this.jobId = jobId;
    }

    /**
     * The plan; empty if the job has no controller, or it has told nothing yet.
     *
     * @throws IOException if Flink does not answer
     */
    public Optional<PlanInForce> read() throws IOException {
        if (vertex.isEmpty()) {
            vertex = Vertices.of(rest, jobId, OperatorUids.CONTROLLER);
        }
        if (vertex.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>();
        String path = "/jobs/" + jobId + "/vertices/" + vertex.get() + "/metrics?get=";
        for (JsonNode metric : rest.get(path + REASON + "," + SEQUENCE)) {
            values.put(metric.path("id").asText(), metric.path("value").asText());
        }
        return Optional.ofNullable(values.get(REASON))
                .map(reason -> new PlanInForce(sequence(values), reason));
    }

    private static long sequence(Map<String, String> values) {
        String value = values.getOrDefault(SEQUENCE, "");
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }
}
