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

/** Checks how urgent a request says it is, and how fast it is wanted. */
public final class SloCheck {

    /** Longest time to a token that may be asked for, milliseconds: a day. */
    static final long LONGEST_MILLIS = 86_400_000;

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
        checkWanted("slo.ttft_ms", slo.getTtftMs());
        checkWanted("slo.tpot_ms", slo.getTpotMs());
    }

    /**
     * Checks an objective as {@link #check(ServiceLevelObjective)} does, and that its times agree.
     * A deadline that was over when the request was sent is no contradiction: the request is late.
     *
     * @param sent when the request was sent, milliseconds since the epoch
     * @throws InvalidRequestException naming the first field at fault
     */
    public static void check(ServiceLevelObjective slo, long sent) {
        check(slo);
        if (slo == null || slo.getTtftMs() == null || slo.getDeadline() == null) {
            return;
        }
        long left = millis(slo) - sent;
        refuseIf(
                left > 0 && slo.getTtftMs() > left,
                "slo.ttft_ms",
                () ->
                        "is %d; allowed: at most %d, the time from the request to slo.deadline"
                                .formatted(slo.getTtftMs(), left));
    }

    private static void checkWanted(String field, Long millis) {
        refuseIf(
                millis != null && (millis < 1 || millis > LONGEST_MILLIS),
                field,
                () -> "is " + millis + "; allowed: 1 to " + LONGEST_MILLIS);
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
