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
package io.pyramidion.operators.request;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;
import io.pyramidion.schemas.ServiceLevelObjective;

import java.util.function.Supplier;

/** Checks how urgent a request says it is. */
public final class SloCheck {

    private static final String LATER = "is not supported yet; leave it out";

    private SloCheck() {}

    /**
     * Checks an objective; null is none.
     *
     * @throws InvalidRequestException naming the first field at fault
     */
    public static void check(ServiceLevelObjective slo) {
        if (slo == null) {
            return;
        }
        String sloClass = slo.getSloClass();
        refuseIf(
                sloClass != null && SloClass.find(sloClass).isEmpty(),
                "slo.slo_class",
                () -> "is " + ShownText.of(sloClass) + "; allowed: " + SloClass.names());
        Long maxQueue = slo.getMaxQueueMs();
        refuseIf(
                maxQueue != null && maxQueue < 1,
                "slo.max_queue_ms",
                () -> "is " + maxQueue + "; allowed: at least 1");
        refuseIf(
                slo.getDeadline() != null && millis(slo) < 1,
                "slo.deadline",
                () -> "is " + millis(slo) + "; allowed: milliseconds since the epoch, at least 1");
        refuseIf(slo.getTtftMs() != null, "slo.ttft_ms", () -> LATER);
        refuseIf(slo.getTpotMs() != null, "slo.tpot_ms", () -> LATER);
    }

    private static long millis(ServiceLevelObjective slo) {
        return slo.getDeadline() == null ? 0 : slo.getDeadline().toEpochMilli();
    }

    private static void refuseIf(boolean refused, String field, Supplier<String> problem) {
        if (refused) {
            throw new InvalidRequestException(field, field + " " + problem.get());
        }
    }
}
