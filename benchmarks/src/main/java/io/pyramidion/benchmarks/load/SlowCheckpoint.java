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
package io.pyramidion.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.util.Comparator;
import java.util.Map;

/**
 * A checkpoint that took long, and what the task that acknowledged it last did meanwhile. What is
 * in none of the parts is the task's work between barrier and snapshot: its sinks' flush, which
 * waits for the broker.
 *
 * @param begun when it was triggered, milliseconds since the epoch
 * @param millis from trigger to completion
 * @param task name of the one that acknowledged last
 * @param acknowledged milliseconds from the trigger until it did
 * @param startDelay of them, until the barrier reached it
 * @param alignment of them, until the barrier had come on every channel
 * @param sync of them, while it took the snapshot
 * @param async of them, while the snapshot was written
 */
public record SlowCheckpoint(
        long id,
        long begun,
        long millis,
        String task,
        long acknowledged,
        long startDelay,
        long alignment,
        long sync,
        long async) {

    static SlowCheckpoint of(FlinkRest rest, String jobId, CheckpointFigures figures)
            throws IOException {
        String path = "/jobs/" + jobId + "/checkpoints/details/" + figures.id();
        Map.Entry<String, JsonNode> last =
                rest.get(path).path("tasks").properties().stream()
                        .max(Comparator.comparingLong(each -> duration(each.getValue())))
                        .orElseThrow(() -> new IOException(path + " has no tasks"));
        JsonNode parts = rest.get(path + "/subtasks/" + last.getKey()).path("summary");
        return new SlowCheckpoint(
                figures.id(),
                figures.begun(),
                figures.millis(),
                name(rest, jobId, last.getKey()),
                duration(last.getValue()),
                longest(parts.path("start_delay")),
                longest(parts.path("alignment").path("duration")),
                longest(parts.path("checkpoint_duration").path("sync")),
                longest(parts.path("checkpoint_duration").path("async")));
    }

    private static String name(FlinkRest rest, String jobId, String vertex) throws IOException {
        for (JsonNode each : rest.get("/jobs/" + jobId).path("vertices")) {
            if (each.path("id").asText().equals(vertex)) {
                return each.path("name").asText();
            }
        }
        return vertex;
    }

    private static long duration(JsonNode task) {
        return task.path("end_to_end_duration").asLong();
    }

    private static long longest(JsonNode summary) {
        return summary.path("max").asLong();
    }
}
