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
package io.pyramidion.job.files;

import io.pyramidion.schemas.DeadlineAttainment;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationResult;

import java.time.Instant;
import java.util.Optional;

/** Rows whose time was over before their text was complete. */
final class Expired {

    static final String REASON = "deadline_exceeded";

    private static final String FIELD = "slo.deadline";

    private Expired() {}

    /** What went wrong with a row; null if nothing did. On a topic a text cut short is no error. */
    static ErrorDetail error(GenerationResult result) {
        if (result.getError() != null || !result.getFinishReason().equals(REASON)) {
            return result.getError();
        }
        String end = deadline(result).map(at -> "at " + at).orElse("before");
        return new ErrorDetail(
                "generate",
                FIELD,
                "The row's time (slo.deadline, or pyramidion.files.within) ended %s; text is what there was by then"
                        .formatted(end));
    }

    /**
     * Whether it was the time of all rows that was over, not one that the row set itself.
     *
     * @param own the row's own deadline, milliseconds since the epoch; 0 if it has none
     */
    static boolean isByWindow(GenerationResult result, long own) {
        boolean byDeadline =
                result.getError() == null || result.getError().getField().equals(FIELD);
        long kept = deadline(result).map(Instant::toEpochMilli).orElse(own);
        return byDeadline && (own == 0 || kept < own);
    }

    private static Optional<Instant> deadline(GenerationResult result) {
        return Optional.ofNullable(result.getSlo())
                .map(slo -> slo.getDeadline())
                .map(DeadlineAttainment::getTarget);
    }
}
