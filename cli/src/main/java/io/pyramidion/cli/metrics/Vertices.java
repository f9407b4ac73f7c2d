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
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.util.Optional;

/** Finds a job's vertices. */
final class Vertices {

    private Vertices() {}

    /** The id of the last vertex that an operator is in. */
    static Optional<String> of(FlinkRest rest, String jobId, String operator) throws IOException {
        Optional<String> vertex = Optional.empty();
        for (JsonNode candidate : rest.get("/jobs/" + jobId).path("vertices")) {
            if (candidate.path("name").asText().contains(operator)) {
                vertex = Optional.of(candidate.path("id").asText());
            }
        }
        return vertex;
    }
}
