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

import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.schemas.DeadlineAttainment;
import io.pyramidion.schemas.LatencyAttainment;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SloAttainment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a request's end against its objectives. What cannot be told is null, as in the record: a
 * sender that cancels has not been let down as long as no time had passed. Everything else that
 * ends without what was wanted has missed it. Keeps nothing.
 */
public final class Attainment {

    private final FinishReason reason;
    private final long end;
    private final double elapsed;

    /**
     * @param sent event time of the request, milliseconds since the epoch
     * @param end when it ended, milliseconds since the epoch
     */
    private Attainment(FinishReason reason, long sent, long end) {
        this.reason = reason;
        this.end = end;
        this.elapsed = Math.max(0, end - sent);
    }

    /**
     * What came of an objective; null if that is null.
     *
     * @param sent event time of the request, milliseconds since the epoch
     * @param end when it ended, milliseconds since the epoch
     * @param firstToken time to its first token, milliseconds; null if none came
     * @param perToken mean time per token after the first, milliseconds; null if none came
     */
    public static SloAttainment of(
            ServiceLevelObjective slo,
            FinishReason reason,
            long sent,
            long end,
            Double firstToken,
            Double perToken) {
        if (slo == null) {
            return null;
        }
        Attainment attainment = new Attainment(reason, sent, end);
        LatencyAttainment first = attainment.firstToken(slo.getTtftMs(), firstToken);
        LatencyAttainment each = attainment.perToken(slo.getTpotMs(), perToken);
        DeadlineAttainment whole = attainment.deadline(slo.getDeadline());
        return new SloAttainment(
                Terms.sloClass(slo).wireName(), first, each, whole, met(first, each, whole));
    }

    private LatencyAttainment firstToken(Long target, Double actual) {
        if (target == null) {
            return null;
        }
        // A complete text without tokens is there as early as its first token could be.
        Double measured = actual == null && isComplete() ? Double.valueOf(elapsed) : actual;
        if (measured != null) {
            return measured(target, measured);
        }
        double late = Math.max(0, elapsed - target);
        boolean undecided = isCancelled() && late == 0;
        return new LatencyAttainment(target, null, undecided ? null : false, late);
    }

    private LatencyAttainment perToken(Long target, Double actual) {
        if (target == null) {
            return null;
        }
        if (actual == null) {
            return new LatencyAttainment(target, null, isCancelled() ? null : isComplete(), 0.0);
        }
        return measured(target, actual);
    }

    /**
     * What came of a wanted time that was measured: the same whenever and however a request ends.
     */
    static LatencyAttainment measured(long target, double actual) {
        double late = Math.max(0, actual - target);
        return new LatencyAttainment(target, actual, late == 0, late);
    }

    private DeadlineAttainment deadline(Instant target) {
        if (target == null) {
            return null;
        }
        long late = Math.max(0, end - target.toEpochMilli());
        boolean undecided = isCancelled() && late == 0;
        return new DeadlineAttainment(
                target,
                isComplete() ? Instant.ofEpochMilli(end) : null,
                undecided ? null : isComplete() && late == 0,
                (double) late);
    }

    private boolean isComplete() {
        return reason == FinishReason.STOP || reason == FinishReason.LENGTH;
    }

    private boolean isCancelled() {
        return reason == FinishReason.CANCELLED;
    }

    private static Boolean met(
            LatencyAttainment first, LatencyAttainment each, DeadlineAttainment whole) {
        List<Boolean> wanted = new ArrayList<>();
        if (first != null) {
            wanted.add(first.getMet());
        }
        if (each != null) {
            wanted.add(each.getMet());
        }
        if (whole != null) {
            wanted.add(whole.getMet());
        }
        if (wanted.contains(false)) {
            return false;
        }
        return wanted.isEmpty() || wanted.contains(null) ? null : true;
    }
}
