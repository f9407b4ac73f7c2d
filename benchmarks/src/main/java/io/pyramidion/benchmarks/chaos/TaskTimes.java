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
package io.pyramidion.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a job and the last of its tasks came how far, by Flink's own clock. Milliseconds since the
 * epoch; -1: never.
 *
 * @param created when its job manager began to make its graph
 * @param ready when that was done, state handles included, and slots were asked for
 * @param latest when the last task came into a state, by its name
 * @param firstRuns when the first task ran
 * @param taskManagers ids of those that run tasks of it
 */
record TaskTimes(
        long created,
        long ready,
        Map<String, Long> latest,
        long firstRuns,
        Set<String> taskManagers) {

    static TaskTimes of(FlinkRest rest, String jobId) throws IOException {
        JsonNode job = rest.get("/jobs/" + jobId);
        Map<String, Long> latest = new HashMap<>();
        Set<String> taskManagers = new TreeSet<>();
        long firstRuns = Long.MAX_VALUE;
        for (JsonNode vertex : job.path("vertices")) {
            String path = "/jobs/" + jobId + "/vertices/" + vertex.path("id").asText();
            for (JsonNode subtask : rest.get(path).path("subtasks")) {
                taskManagers.add(subtask.path("taskmanager-id").asText());
            }
            for (JsonNode subtask : rest.get(path + "/subtasktimes").path("subtasks")) {
                JsonNode times = subtask.path("timestamps");
                times.properties()
                        .forEach(
                                each ->
                                        latest.merge(
                                                each.getKey(),
                                                each.getValue().asLong(),
                                                Math::max));
                firstRuns = Math.min(firstRuns, times.path("RUNNING").asLong(Long.MAX_VALUE));
            }
        }
        JsonNode times = job.path("timestamps");
        return new TaskTimes(
                times.path("INITIALIZING").asLong(-1),
                times.path("RUNNING").asLong(-1),
                latest,
                firstRuns,
                taskManagers);
    }

    /** When the last task came into a state. */
    long last(String state) {
        return latest.getOrDefault(state, -1L);
    }
}
