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
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.operators.OperatorUids;
import io.pyramidion.operators.controller.law.PressureLevel;
import io.pyramidion.operators.metrics.AcceptanceMetrics;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.rest.FlinkRest;
import io.pyramidion.schemas.StageStatistics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the chain's metrics from Flink's REST interface: counts summed over its subtasks, of
 * pressure the highest, of means the mean. They are as old as metrics.fetcher.update-interval.
 */
public final class JobMetrics {

    private static final String PREFIX = OperatorUids.HEAD + "." + MetricNames.GROUP + ".";
    private static final String STAGE = PREFIX + MetricNames.STAGE + ".";
    private static final String PRESSURE =
            PREFIX + ControlMetricNames.CONTROL + "." + ControlMetricNames.PRESSURE;
    private static final String POLICY = PREFIX + MetricNames.POLICY + ".";
    private static final String MEAN_CANDIDATES = POLICY + MetricNames.MEAN_CANDIDATES;
    private static final String ARM = POLICY + MetricNames.ARM + ".";

    /** Flink's REST server takes request lines of at most 4096 characters. */
    private static final int MAX_NAMES = 32;

    private final FlinkRest rest;
    private final String jobId;
    private final ArmWatch arms = new ArmWatch();
    private Optional<String> vertex = Optional.empty();

    public JobMetrics(FlinkRest rest, String jobId) {
        this.rest = rest;
        this.jobId = jobId;
    }

    /** The numbers now; {@link JobNumbers#NONE} while there are none. */
    public JobNumbers read() {
        try {
            return measure();
        } catch (IOException e) {
            // A restarting job has no metrics for a moment.
            return JobNumbers.NONE;
        }
    }

    /**
     * The numbers now.
     *
     * @throws IOException if the job has none; says why
     */
    public JobNumbers measure() throws IOException {
        Map<String, Double> values = values();
        return new JobNumbers(
                count(values, PREFIX + MetricNames.NUM_REQUESTS_RUNNING),
                count(values, PREFIX + MetricNames.NUM_REQUESTS_WAITING),
                count(values, PREFIX + MetricNames.GENERATION_TOKENS),
                inForce(values),
                acceptance(values));
    }

    private InForce inForce(Map<String, Double> values) {
        PressureLevel[] levels = PressureLevel.values();
        String pressure =
                values.containsKey(PRESSURE)
                        ? levels[Math.min(levels.length - 1, (int) count(values, PRESSURE))]
                                .wireName()
                        : "";
        Map<Arm, Long> rounds = new EnumMap<>(Arm.class);
        for (Arm arm : Arm.values()) {
            rounds.put(arm, count(values, ARM + arm.wireName() + "." + MetricNames.ROUNDS));
        }
        return new InForce(pressure, arms.look(rounds), values.getOrDefault(MEAN_CANDIDATES, 0.0));
    }

    private static Map<String, StageStatistics> acceptance(Map<String, Double> values) {
        Map<String, StageStatistics> stages = new TreeMap<>();
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            String name = STAGE + stage.wireName() + ".";
            List<Long> drafted = new ArrayList<>();
            List<Long> accepted = new ArrayList<>();
            for (int i = 0; i < AcceptanceMetrics.POSITIONS; i++) {
                String position = name + MetricNames.POSITION + "." + i + ".";
                drafted.add(count(values, position + MetricNames.DRAFTED_TOKENS));
                accepted.add(count(values, position + MetricNames.ACCEPTED_TOKENS));
            }
            stages.put(
                    stage.wireName(),
                    new StageStatistics(
                            count(values, name + MetricNames.DRAFTED_TOKENS),
                            count(values, name + MetricNames.ACCEPTED_TOKENS),
                            drafted,
                            accepted));
        }
        return stages;
    }

    private static long count(Map<String, Double> values, String name) {
        return Math.round(values.getOrDefault(name, 0.0));
    }

    private Map<String, Double> values() throws IOException {
        Optional<String> path = vertex().map(id -> "/jobs/" + jobId + "/vertices/" + id);
        Map<String, Double> values = new TreeMap<>();
        if (path.isEmpty()) {
            return values;
        }
        String metrics = path.get() + "/subtasks/metrics";
        List<String> names = new ArrayList<>();
        for (JsonNode metric : rest.get(metrics)) {
            String name = metric.path("id").asText();
            if (isShown(name)) {
                names.add(name);
            }
        }
        for (int from = 0; from < names.size(); from += MAX_NAMES) {
            List<String> some = names.subList(from, Math.min(names.size(), from + MAX_NAMES));
            String query = metrics + "?agg=sum,max,avg&get=" + String.join(",", some);
            for (JsonNode metric : rest.get(query)) {
                String name = metric.path("id").asText();
                values.put(name, metric.path(aggregate(name)).asDouble());
            }
        }
        return values;
    }

    private static String aggregate(String name) {
        return switch (name) {
            case PRESSURE -> "max";
            case MEAN_CANDIDATES -> "avg";
            default -> "sum";
        };
    }

    private static boolean isShown(String name) {
        return name.equals(PREFIX + MetricNames.NUM_REQUESTS_RUNNING)
                || name.equals(PREFIX + MetricNames.NUM_REQUESTS_WAITING)
                || name.equals(PREFIX + MetricNames.GENERATION_TOKENS)
                || name.equals(PRESSURE)
                || name.equals(MEAN_CANDIDATES)
                || name.startsWith(ARM)
                || (name.startsWith(STAGE)
                        && (name.endsWith("." + MetricNames.DRAFTED_TOKENS)
                                || name.endsWith("." + MetricNames.ACCEPTED_TOKENS)));
    }

    /** The vertex that the chain's head is in. */
    private Optional<String> vertex() throws IOException {
        if (vertex.isEmpty()) {
            vertex = Vertices.of(rest, jobId, OperatorUids.HEAD);
        }
        return vertex;
    }
}
