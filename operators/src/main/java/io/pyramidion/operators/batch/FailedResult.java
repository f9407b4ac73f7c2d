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
package io.pyramidion.operators.batch;

import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.Usage;

import java.util.List;
import java.util.Map;

/** The result of a request that never reached a model. */
public final class FailedResult {

    private FailedResult() {}

    /** Of one that was refused as it came. */
    public static GenerationResult of(
            String id,
            String session,
            String model,
            ErrorDetail error,
            Map<String, String> metadata) {
        return of(id, session, model, error, new Timings(0.0, 0.0, 0.0, 0.0), metadata);
    }

    /**
     * Of any other.
     *
     * @param session the request's session, or null
     */
    public static GenerationResult of(
            String id,
            String session,
            String model,
            ErrorDetail error,
            Timings timings,
            Map<String, String> metadata) {
        return new GenerationResult(
                id,
                session,
                model,
                "",
                List.of(),
                "error",
                error,
                new Usage(0, 0, 0, null),
                timings,
                SpeculationRecords.none(),
                null,
                null,
                null,
                null,
                metadata);
    }
}
