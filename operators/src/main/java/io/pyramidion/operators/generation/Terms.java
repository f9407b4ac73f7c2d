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
package io.pyramidion.operators.generation;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.scheduler.SloClass;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ServiceLevelObjective;

import java.time.Duration;
import java.time.Instant;

/**
 * How urgent a request is. Times are milliseconds since the epoch, {@link #NEVER} if there is no
 * limit.
 *
 * @param sloClass its class
 * @param deadline when its whole result is wanted
 * @param latestStart when it must have been admitted, by its own limit or the job's
 */
record Terms(SloClass sloClass, long deadline, long latestStart) {

    static final long NEVER = Long.MAX_VALUE;

    /**
     * A request's terms.
     *
     * @param maxQueue the job's limit of the time from event time to admission
     * @throws InvalidRequestException if its class is none
     */
    static Terms of(RequestEnvelope envelope, Duration maxQueue) {
        if (envelope.getCommand() != Command.GENERATE) {
            return new Terms(SloClass.INTERACTIVE, NEVER, NEVER);
        }
        ServiceLevelObjective slo = envelope.getRequest().getSlo();
        long sent = envelope.getOrigin().getTimestamp();
        if (slo == null) {
            return new Terms(SloClass.STANDARD, NEVER, latestStart(sent, null, maxQueue));
        }
        return new Terms(
                sloClass(slo.getSloClass()),
                deadline(slo),
                latestStart(sent, slo.getMaxQueueMs(), maxQueue));
    }

    /** The deadline of an objective, which may be null. */
    static long deadline(ServiceLevelObjective slo) {
        Instant deadline = slo == null ? null : slo.getDeadline();
        return deadline == null ? NEVER : deadline.toEpochMilli();
    }

    /** When it is of no more use to wait. */
    long expiry() {
        return Math.min(deadline, latestStart);
    }

    /** Whether it may still start at a time. */
    boolean allowStart(long now) {
        return now < deadline && now <= latestStart;
    }

    private static long latestStart(long sent, Long own, Duration jobs) {
        long most = own != null ? own : jobs.toMillis();
        return most > NEVER - Math.max(0, sent) ? NEVER : sent + most;
    }

    private static SloClass sloClass(String name) {
        if (name == null) {
            return SloClass.STANDARD;
        }
        return SloClass.find(name)
                .orElseThrow(
                        () ->
                                new InvalidRequestException(
                                        "slo.slo_class",
                                        "slo.slo_class is "
                                                + name
                                                + "; allowed: "
                                                + SloClass.names()));
    }
}
