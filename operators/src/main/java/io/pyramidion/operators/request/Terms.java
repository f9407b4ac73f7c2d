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

import io.pyramidion.engine.ShownText;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ServiceLevelObjective;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How urgent a request is. Times are milliseconds since the epoch, {@link #NEVER} if there is no
 * limit.
 *
 * @param sloClass its class
 * @param deadline when its whole result is wanted
 * @param latestStart when it must have been admitted, by its own limit or the job's
 * @param wanted how fast it is wanted
 * @param shedding whether it may be answered without running
 */
public record Terms(
        SloClass sloClass, long deadline, long latestStart, WantedTimes wanted, Shedding shedding) {

    /** No limit. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Terms without wanted times, of a request that says nothing of shedding. */
    public Terms(SloClass sloClass, long deadline, long latestStart) {
        this(sloClass, deadline, latestStart, WantedTimes.NONE, Shedding.BY_CLASS);
    }

    /**
     * A request's terms. A class that this version does not know, as a checkpoint of a newer one
     * may hold, counts as standard; {@link SloCheck} refuses it in a request that arrives.
     *
     * @param maxQueue the job's limit of the time from event time to admission
     */
    public static Terms of(RequestEnvelope envelope, Duration maxQueue) {
        if (envelope.getCommand() != Command.GENERATE) {
            return new Terms(
                    SloClass.INTERACTIVE, NEVER, NEVER, WantedTimes.NONE, Shedding.FORBIDDEN);
        }
        ServiceLevelObjective slo = envelope.getRequest().getSlo();
        long sent = envelope.getOrigin().getEventTime();
        Long ownLimit = slo == null ? null : slo.getMaxQueueMs();
        return new Terms(
                sloClass(slo),
                deadline(slo),
                after(sent, ownLimit == null ? maxQueue.toMillis() : ownLimit),
                WantedTimes.of(slo, sent),
                Shedding.of(slo == null ? null : slo.getShed()));
    }

    /** The class of a request that this version does not know; empty if it knows it. */
    public static Optional<String> unknownClass(RequestEnvelope envelope) {
        return Optional.ofNullable(envelope.getRequest().getSlo())
                .map(ServiceLevelObjective::getSloClass)
                .filter(name -> SloClass.find(name).isEmpty())
                .map(ShownText::of);
    }

    /** The class that a request with an objective, which may be null, is served in. */
    public static SloClass sloClass(ServiceLevelObjective slo) {
        return SloClass.find(slo == null ? "" : "" + slo.getSloClass()).orElse(SloClass.STANDARD);
    }

    /** The deadline of an objective, which may be null. */
    public static long deadline(ServiceLevelObjective slo) {
        Instant deadline = slo == null ? null : slo.getDeadline();
        return deadline == null ? NEVER : deadline.toEpochMilli();
    }

    /** When it is of no more use to wait. */
    public long expiry() {
        return Math.min(deadline, latestStart);
    }

    /** Whether it may still start at a time. */
    public boolean allowStart(long now) {
        return now < deadline && now <= latestStart;
    }

    /**
     * What it is in a hurry for: its first token as long as that can still come in time, then its
     * deadline. A time that is lost already gives no precedence over those that can be kept.
     */
    public long due(long now) {
        long firstToken = wanted.firstTokenDue();
        return firstToken > now ? Math.min(firstToken, deadline) : deadline;
    }

    /**
     * Whether it may be answered without running.
     *
     * @param classes those whose requests may be, unless they say otherwise
     */
    public boolean mayBeShed(Set<SloClass> classes) {
        return shedding == Shedding.ALLOWED
                || shedding == Shedding.BY_CLASS && classes.contains(sloClass);
    }

    /** A time some milliseconds after another, {@link #NEVER} if there is no such time. */
    static long after(long sent, long millis) {
        return millis > NEVER - Math.max(0, sent) ? NEVER : sent + millis;
    }
}
