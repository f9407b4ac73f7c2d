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

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * What a predict function takes along to its subtasks.
 *
 * @param name what SQL calls the model
 * @param models the job's options, by their keys without {@code pyramidion.}; functions whose are
 *     equal share an engine
 * @param defaults fields for rows that do not set them, a JSON object
 * @param deadline longest time of a row, or {@link RowDeadline#NONE}
 * @param concurrency most rows that Flink has under way in a subtask
 */
record PredictSettings(
        String name,
        Map<String, String> models,
        String defaults,
        InputColumns inputs,
        OutputColumns outputs,
        Duration deadline,
        int concurrency)
        implements Serializable {

    /** The same for a table whose columns have other types. */
    PredictSettings with(InputColumns other) {
        return new PredictSettings(name, models, defaults, other, outputs, deadline, concurrency);
    }
}
