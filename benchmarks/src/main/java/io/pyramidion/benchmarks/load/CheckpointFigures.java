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
import io.pyramidion.benchmarks.run.Samples;

import java.util.Collection;

/**
 * A completed checkpoint or savepoint, from Flink's statistics.
 *
 * @param begun when it was triggered, milliseconds since the epoch
 * @param millis from trigger to completion
 * @param bytes of state that it wrote
 */
public record CheckpointFigures(long id, boolean savepoint, long begun, long millis, long bytes) {

    static CheckpointFigures of(JsonNode entry) {
        return new CheckpointFigures(
                entry.path("id").asLong(),
                entry.path("is_savepoint").asBoolean(),
                entry.path("trigger_timestamp").asLong(),
                entry.path("end_to_end_duration").asLong(),
                entry.path("checkpointed_size").asLong());
    }

    /** How long checkpoints took, in a sentence; savepoints do not count. */
    public static String summary(Collection<CheckpointFigures> all) {
        long[] millis =
                all.stream()
                        .filter(each -> !each.savepoint())
                        .mapToLong(CheckpointFigures::millis)
                        .sorted()
                        .toArray();
        if (millis.length == 0) {
            return "No checkpoint completed.";
        }
        return "%d checkpoints completed: median %d ms, 99 %% within %d ms, longest %d ms."
                .formatted(
                        millis.length,
                        Math.round(Samples.median(millis)),
                        millis[(int) (millis.length * 0.99)],
                        millis[millis.length - 1]);
    }
}
