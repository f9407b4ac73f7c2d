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

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.operators.OperatorUids;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a job's head twice a second, by Flink's REST interface, whose numbers are up to a second
 * old. A look that fails leaves no sample, and is counted. Owns its thread.
 */
final class HeadWatch implements AutoCloseable {

    private static final long INTERVAL_MS = 500;
    private static final String PREFIX = OperatorUids.HEAD + "." + MetricNames.GROUP + ".";
    private static final String RUNNING = PREFIX + MetricNames.NUM_REQUESTS_RUNNING;
    private static final String WAITING = PREFIX + MetricNames.NUM_REQUESTS_WAITING;
    private static final String PRESSURE =
            PREFIX + ControlMetricNames.CONTROL + "." + ControlMetricNames.PRESSURE;
    private static final String POLICY = PREFIX + MetricNames.POLICY + ".";
    private static final String CANDIDATES = POLICY + MetricNames.MEAN_CANDIDATES;

    private final FlinkRest rest;
    private final String path;
    private final long start = System.nanoTime();
    private final List<HeadSample> samples = new ArrayList<>();
    private int failed;
    private String lastFailure = "";
    private final Thread thread = new Thread(this::look, "head-watch");

    HeadWatch(FlinkRest rest, String jobId) throws IOException {
        this.rest = rest;
        List<String> names = new ArrayList<>(List.of(RUNNING, WAITING, PRESSURE, CANDIDATES));
        for (Arm arm : Arm.values()) {
            names.add(rounds(arm));
        }
        this.path =
                "/jobs/%s/vertices/%s/subtasks/metrics?agg=sum&get=%s"
                        .formatted(jobId, head(jobId), String.join(",", names));
        thread.setDaemon(true);
        thread.start();
    }

    private static String rounds(Arm arm) {
        return POLICY + MetricNames.ARM + "." + arm.wireName() + "." + MetricNames.ROUNDS;
    }

    private String head(String jobId) throws IOException {
        for (JsonNode vertex : rest.get("/jobs/" + jobId).path("vertices")) {
            if (vertex.path("name").asText().contains(OperatorUids.HEAD)) {
                return vertex.path("id").asText();
            }
        }
        throw new BenchException("the job has no operator " + OperatorUids.HEAD);
    }

    /** What was seen so far, oldest first. */
    synchronized List<HeadSample> samples() {
        return List.copyOf(samples);
    }

    /** How many looks failed, and why the last one did; empty if none did. */
    synchronized Optional<String> failures() {
        return failed == 0
                ? Optional.empty()
                : Optional.of(
                        "%d of %d looks at the job's head failed, the last one: %s"
                                .formatted(failed, failed + samples.size(), lastFailure));
    }

    private void look() {
        try {
            while (true) {
                sample();
                Thread.sleep(INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void sample() {
        Map<String, Double> values = new HashMap<>();
        double at = (System.nanoTime() - start) / 1e9;
        try {
            for (JsonNode metric : rest.get(path)) {
                values.put(metric.path("id").asText(), metric.path("sum").asDouble());
            }
        } catch (IOException e) {
            fail(e.toString());
            return;
        }
        if (!values.containsKey(RUNNING)) {
            fail("it has no metric " + RUNNING);
        } else {
            Map<Arm, Double> rounds = new EnumMap<>(Arm.class);
            for (Arm arm : Arm.values()) {
                rounds.put(arm, values.getOrDefault(rounds(arm), 0.0));
            }
            add(
                    new HeadSample(
                            at,
                            values.get(RUNNING),
                            values.getOrDefault(WAITING, 0.0),
                            values.getOrDefault(PRESSURE, 0.0),
                            values.getOrDefault(CANDIDATES, 0.0),
                            rounds));
        }
    }

    private synchronized void fail(String why) {
        failed++;
        lastFailure = why;
    }

    private synchronized void add(HeadSample sample) {
        samples.add(sample);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
