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
package io.pyramidion.sql.model;

import java.util.Optional;

/** Whether Flink hands on enough rows for an engine to fill its batch. */
final class BatchFill {

    private BatchFill() {}

    /**
     * What to tell of a batch that can never be full.
     *
     * @param slots rows that the engine can run at once
     * @param subtasks of the query, which may all share the engine
     * @param concurrency most rows that Flink has under way in a subtask
     * @return empty if it can be full
     */
    static Optional<String> warning(String model, int slots, int subtasks, int concurrency) {
        long rows = (long) concurrency * subtasks;
        if (rows >= slots) {
            return Optional.empty();
        }
        return Optional.of(
                "Model %s can run %d rows at once, but Flink hands on at most %d (subtasks: %d, rows of each: %d). Set table.exec.async-ml-predict.max-concurrent-operations, or max-concurrent-operations in MAP, to at least %d."
                        .formatted(
                                model,
                                slots,
                                rows,
                                subtasks,
                                concurrency,
                                (slots + subtasks - 1) / subtasks));
    }
}
