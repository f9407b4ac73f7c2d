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
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.operators.controller.law.Attained;
import io.pyramidion.operators.controller.law.ClassLoad;
import io.pyramidion.operators.controller.law.HeadReport;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.schemas.ServiceLevelObjective;

import java.util.ArrayList;
import java.util.List;

/**
 * What a head has seen lately, for its reports to the controller. Times are milliseconds since the
 * epoch. Used by the task's thread only.
 */
final class LoadWatch {

    /** What may be attained or missed. */
    enum Wanted {
        FIRST_TOKEN,
        PER_TOKEN,
        DEADLINE
    }

    private static final int TOKENS = 0;
    private static final int DRAFTED = 1;
    private static final int ACCEPTED = 2;
    private static final int ENDED = 3;
    private static final int ATTAINED = 4;
    private static final int KINDS =
            ATTAINED + 2 * SloClass.values().length * Wanted.values().length;
    private static final double MILLIS_PER_SECOND = 1000;

    private final SlidingCounts counts = new SlidingCounts(KINDS);
    private long rounds;
    private long fullRounds;

    void roundEnded(RoundOutcome outcome, boolean full, long now) {
        rounds++;
        fullRounds += full ? 1 : 0;
        counts.add(TOKENS, outcome.newTokens(), now);
        for (RoundOutcome.Run run : outcome.runs()) {
            counts.add(DRAFTED, run.drafted(), now);
            counts.add(ACCEPTED, run.accepted(), now);
        }
    }

    /** Counts a request's first token. */
    void firstToken(Generation generation, long now) {
        ServiceLevelObjective slo = generation.request().getSlo();
        if (slo != null && slo.getTtftMs() != null) {
            boolean met = generation.times(now).toFirstToken() <= slo.getTtftMs();
            count(slo, Wanted.FIRST_TOKEN, met, now);
        }
    }

    /** Counts a request that ran and ended; what its sender stopped was not missed. */
    void finished(Generation generation, long now) {
        counts.add(ENDED, 1, now);
        ServiceLevelObjective slo = generation.request().getSlo();
        FinishReason reason = generation.sequence().finishReason().orElseThrow();
        if (slo == null || reason == FinishReason.CANCELLED) {
            return;
        }
        if (slo.getTpotMs() != null && generation.generatedCount() > 1) {
            boolean met = generation.times(now).perOutputToken() <= slo.getTpotMs();
            count(slo, Wanted.PER_TOKEN, met, now);
        }
        if (slo.getDeadline() != null) {
            boolean met = reason != FinishReason.DEADLINE_EXCEEDED && now <= Terms.deadline(slo);
            count(slo, Wanted.DEADLINE, met, now);
        }
    }

    /** Counts a request, whose objective may be null, that ended before it ran: too late. */
    void missed(ServiceLevelObjective slo, long now) {
        counts.add(ENDED, 1, now);
        if (slo != null) {
            count(slo, slo.getTtftMs() != null ? Wanted.FIRST_TOKEN : Wanted.DEADLINE, false, now);
        }
    }

    private void count(ServiceLevelObjective slo, Wanted wanted, boolean met, long now) {
        counts.add(place(Terms.sloClass(slo), wanted, met), 1, now);
    }

    /**
     * The report of the time since the last one.
     *
     * @param line the requests that wait, in the order in which they start
     */
    HeadReport report(List<Ticket> line, int running, int slots, long now) {
        double full = rounds == 0 ? 0 : (double) fullRounds / rounds;
        rounds = 0;
        fullRounds = 0;
        List<ClassLoad> classes = new ArrayList<>();
        for (SloClass sloClass : SloClass.values()) {
            classes.add(load(sloClass, line, now));
        }
        int due = 0;
        int doomed = 0;
        double ends = counts.perSecond(ENDED, now);
        for (int i = 0; i < line.size(); i++) {
            Terms terms = line.get(i).terms();
            long limit = Math.min(terms.expiry(), terms.wanted().firstTokenDue());
            if (limit != Terms.NEVER) {
                due++;
                double wait = ends > 0 ? (i + 1) / ends * MILLIS_PER_SECOND : 0;
                doomed += now + wait > limit ? 1 : 0;
            }
        }
        return new HeadReport(
                classes,
                running,
                slots,
                full,
                counts.sum(DRAFTED, now),
                counts.sum(ACCEPTED, now),
                counts.perSecond(TOKENS, now),
                due,
                doomed);
    }

    private ClassLoad load(SloClass sloClass, List<Ticket> line, long now) {
        int waiting = 0;
        long oldest = 0;
        for (Ticket ticket : line) {
            if (ticket.terms().sloClass() == sloClass) {
                waiting++;
                oldest = Math.max(oldest, now - ticket.since());
            }
        }
        return new ClassLoad(
                waiting,
                oldest,
                attained(sloClass, Wanted.FIRST_TOKEN, now),
                attained(sloClass, Wanted.PER_TOKEN, now),
                attained(sloClass, Wanted.DEADLINE, now));
    }

    private Attained attained(SloClass sloClass, Wanted wanted, long now) {
        return new Attained(
                counts.sum(place(sloClass, wanted, true), now),
                counts.sum(place(sloClass, wanted, false), now));
    }

    private static int place(SloClass sloClass, Wanted wanted, boolean met) {
        int which = sloClass.ordinal() * Wanted.values().length + wanted.ordinal();
        return ATTAINED + 2 * which + (met ? 0 : 1);
    }
}
