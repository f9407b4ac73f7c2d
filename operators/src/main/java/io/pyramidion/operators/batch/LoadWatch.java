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

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.operators.controller.law.Attained;
import io.pyramidion.operators.controller.law.ClassLoad;
import io.pyramidion.operators.controller.law.HeadReport;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.operators.request.Terms;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SloAttainment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a head has seen lately, for its reports to the controller. Durations are those of a clock
 * that nobody sets. Used by the task's thread only.
 */
public final class LoadWatch {

    /** What may be attained or missed. */
    private enum Wanted {
        FIRST_TOKEN,
        PER_TOKEN,
        DEADLINE
    }

    private static final Set<AcceptanceStage> OF_THE_TARGET =
            EnumSet.of(AcceptanceStage.QUALIFIER_TARGET, AcceptanceStage.DRAFT_TARGET);

    private static final int TOKENS = 0;
    private static final int ACCEPTED = 1;
    private static final int CUT_SHORT = 2;
    private static final int ARRIVED = 3;
    private static final int SERVED = 4;
    private static final int LEFT = 5;
    private static final int ATTAINED = 6;
    private static final int KINDS =
            ATTAINED + 2 * SloClass.values().length * Wanted.values().length;
    private static final double MILLIS_PER_SECOND = 1000;

    private final SlidingCounts counts = new SlidingCounts(KINDS);
    private final LongSupplier ticks;
    private long rounds;
    private long fullRounds;

    /**
     * @param ticks milliseconds of a clock that nobody sets, the one that tickets are dated by
     */
    public LoadWatch(LongSupplier ticks) {
        this.ticks = ticks;
    }

    /** Counts a request that came to wait. */
    void arrived() {
        count(ARRIVED, 1);
    }

    /**
     * Counts a round. Of its proposals only those that the target verified tell how many candidates
     * are worth its time.
     */
    void roundEnded(RoundOutcome outcome, boolean full) {
        rounds++;
        fullRounds += full ? 1 : 0;
        count(TOKENS, outcome.newTokens());
        for (RoundOutcome.Run run : outcome.runs()) {
            if (OF_THE_TARGET.contains(run.stage())) {
                count(ACCEPTED, run.accepted());
                count(CUT_SHORT, run.accepted() < run.drafted() ? 1 : 0);
            }
        }
    }

    /**
     * Counts a first token when it comes: the request may run for long.
     *
     * @param slo what was asked for, or null
     * @param took milliseconds since the request was sent
     */
    void firstToken(ServiceLevelObjective slo, double took) {
        if (slo != null && slo.getTtftMs() != null) {
            Boolean met = Attainment.measured(slo.getTtftMs(), took).getMet();
            count(Terms.sloClass(slo), Wanted.FIRST_TOKEN, met);
        }
    }

    /**
     * Counts a request that ran and ended.
     *
     * @param came what came of its objective, or null
     * @param hadFirstToken whether its first token was counted when it came
     */
    void served(SloAttainment came, boolean hadFirstToken) {
        count(SERVED, 1);
        ended(came, hadFirstToken);
    }

    /**
     * Counts a request that ended without running.
     *
     * @param came what came of its objective, or null
     */
    void unserved(SloAttainment came) {
        count(LEFT, 1);
        ended(came, false);
    }

    private void ended(SloAttainment came, boolean hadFirstToken) {
        if (came == null) {
            return;
        }
        SloClass sloClass = SloClass.find(came.getSloClass()).orElse(SloClass.STANDARD);
        if (came.getTtftMs() != null && !hadFirstToken) {
            count(sloClass, Wanted.FIRST_TOKEN, came.getTtftMs().getMet());
        }
        if (came.getTpotMs() != null) {
            count(sloClass, Wanted.PER_TOKEN, came.getTpotMs().getMet());
        }
        if (came.getDeadline() != null) {
            count(sloClass, Wanted.DEADLINE, came.getDeadline().getMet());
        }
    }

    /** What was not decided, as by a sender who cancelled, is null and counts for nothing. */
    private void count(SloClass sloClass, Wanted wanted, Boolean met) {
        if (met != null) {
            count(place(sloClass, wanted, met), 1);
        }
    }

    private void count(int kind, long amount) {
        counts.add(kind, amount, ticks.getAsLong());
    }

    /**
     * The report of the time since the last one.
     *
     * @param line the requests that wait for a slot, in the order in which they start
     * @param now milliseconds since the epoch, which their limits are compared with
     */
    HeadReport report(List<Ticket> line, int running, int slots, long now) {
        long tick = ticks.getAsLong();
        double full = rounds == 0 ? 0 : (double) fullRounds / rounds;
        rounds = 0;
        fullRounds = 0;
        List<ClassLoad> classes = new ArrayList<>();
        for (SloClass sloClass : SloClass.values()) {
            classes.add(load(sloClass, line, tick));
        }
        int due = 0;
        int doomed = 0;
        double pace = counts.perSecond(SERVED, tick);
        for (int i = 0; i < line.size(); i++) {
            Terms terms = line.get(i).terms();
            long limit = Math.min(terms.expiry(), terms.wanted().firstTokenDue());
            if (limit != Terms.NEVER) {
                due++;
                double wait = pace > 0 ? (i + 1) / pace * MILLIS_PER_SECOND : 0;
                doomed += now + wait > limit ? 1 : 0;
            }
        }
        return new HeadReport(
                classes,
                running,
                slots,
                full,
                counts.sum(ACCEPTED, tick),
                counts.sum(CUT_SHORT, tick),
                counts.perSecond(TOKENS, tick),
                Math.max(0, counts.sum(ARRIVED, tick) - counts.sum(LEFT, tick)),
                counts.sum(SERVED, tick),
                due,
                doomed);
    }

    private ClassLoad load(SloClass sloClass, List<Ticket> line, long tick) {
        int waiting = 0;
        long oldest = 0;
        for (Ticket ticket : line) {
            if (ticket.terms().sloClass() == sloClass) {
                waiting++;
                oldest = Math.max(oldest, tick - ticket.since());
            }
        }
        return new ClassLoad(
                waiting,
                oldest,
                attained(sloClass, Wanted.FIRST_TOKEN, tick),
                attained(sloClass, Wanted.PER_TOKEN, tick),
                attained(sloClass, Wanted.DEADLINE, tick));
    }

    private Attained attained(SloClass sloClass, Wanted wanted, long tick) {
        return new Attained(
                counts.sum(place(sloClass, wanted, true), tick),
                counts.sum(place(sloClass, wanted, false), tick));
    }

    private static int place(SloClass sloClass, Wanted wanted, boolean met) {
        int which = sloClass.ordinal() * Wanted.values().length + wanted.ordinal();
        return ATTAINED + 2 * which + (met ? 0 : 1);
    }
}
