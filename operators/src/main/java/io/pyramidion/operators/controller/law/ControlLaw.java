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
package io.pyramidion.operators.controller.law;

import io.pyramidion.operators.request.SloClass;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The third step of the loop, deciding: what follows from a level of pressure.
 *
 * <table>
 * <caption>What each level asks for</caption>
 * <tr><td>idle</td><td>latency: long proposals, small pieces of prompts</td></tr>
 * <tr><td>busy</td><td>throughput within what requests ask for</td></tr>
 * <tr><td>saturated</td><td>goodput: proposals as long as they are likely to stand; classes below
 * the first keep their shares</td></tr>
 * <tr><td>overloaded</td><td>also: classes below the one that misses keep no more than a slot, and
 * limits of requests that opted in open step by step</td></tr>
 * <tr><td>drowning</td><td>also: waiting requests that allow it are answered at once</td></tr>
 * </table>
 *
 * <p>Without reports of heads, the bounds of the options hold. Not thread-safe.
 */
public final class ControlLaw {

    private static final double STEP = 0.25;

    /** A bound is worth its tokens as long as the last of them stands this often. */
    private static final double WORTHWHILE = 0.25;

    /** Acceptance moves all the time; bounds do not follow each of its moves. */
    private static final int STAYS_OF_A_BOUND = 4;

    private static final int NONE = -1;

    /** Shares that are equal but for their last bits. */
    private static final double ROUNDING = 1e-9;

    private final LawSettings settings;
    private final PressureLadder ladder;
    private double openness;
    private long steppedAt;
    private int bound = NONE;
    private long boundAt;
    private SloClass protectedClass = SloClass.INTERACTIVE;
    private long protectedSince;

    /**
     * @param level where to start: idle, or what a restored plan says
     * @param openness 0, or what a restored plan says
     * @param now milliseconds of the clock of {@link #decide}, which nobody sets
     */
    public ControlLaw(LawSettings settings, PressureLevel level, double openness, long now) {
        this.settings = settings;
        this.ladder = new PressureLadder(settings, level, now);
        this.openness = openness;
        this.steppedAt = now;
        this.protectedSince = now;
    }

    PressureLevel level() {
        return ladder.level();
    }

    /** What to do about these signals. */
    public Decision decide(Signals signals, long now) {
        if (signals.orZero(Signal.HEADS_HEARD) == 0) {
            return Decision.guarded(
                    settings, ladder.level(), "no head reports: the bounds of the options hold");
        }
        PressureLevel before = ladder.level();
        PressureLevel level = ladder.step(signals, now);
        String reason = Reasons.of(level, signals, settings);
        if (!settings.adaptive()) {
            return Decision.guarded(settings, level, "control.mode is fixed; " + reason);
        }
        open(level, now);
        boolean shedding = level == PressureLevel.DROWNING;
        return new Decision(
                level,
                RoundObjective.of(level),
                bound(level, level != before, signals, now),
                level == PressureLevel.IDLE
                        ? Math.max(1, settings.prefillTokens() / 2)
                        : settings.prefillTokens(),
                admitted(level, before, signals, now),
                openness,
                shedding,
                shedding ? settings.shedClasses() : Set.of(),
                false,
                reason);
    }

    private void open(PressureLevel level, long now) {
        boolean overloaded = PressureLevel.OVERLOADED.isReachedBy(level);
        if (overloaded && openness == 0) {
            openness = STEP;
            steppedAt = now;
        } else if (now - steppedAt >= settings.minStay().toMillis()) {
            openness = overloaded ? Math.min(1, openness + STEP) : Math.max(0, openness - STEP);
            steppedAt = now;
        }
    }

    private int bound(PressureLevel level, boolean changed, Signals signals, long now) {
        if (!PressureLevel.SATURATED.isReachedBy(level)) {
            bound = NONE;
            return settings.maxCandidates();
        }
        boolean old = now - boundAt >= STAYS_OF_A_BOUND * settings.minStay().toMillis();
        if (bound == NONE || changed || old) {
            bound = likelyToStand(signals);
            boundAt = now;
        }
        return bound;
    }

    /** The longest run whose last token stands often enough at the measured acceptance. */
    private int likelyToStand(Signals signals) {
        double acceptance = signals.get(Signal.ACCEPTANCE).orElse(Math.sqrt(WORTHWHILE));
        int most = settings.maxCandidates();
        if (acceptance <= 0) {
            return Math.min(1, most);
        }
        double length = acceptance >= 1 ? most : Math.log(WORTHWHILE) / Math.log(acceptance);
        return (int) Math.max(1, Math.min(most, Math.floor(length + ROUNDING)));
    }

    /** The lowest class gives way first; those between it and the protected one later. */
    private Set<SloClass> admitted(
            PressureLevel level, PressureLevel before, Signals signals, long now) {
        if (!PressureLevel.OVERLOADED.isReachedBy(level)) {
            return EnumSet.allOf(SloClass.class);
        }
        List<SloClass> missing = PressureLadder.missing(signals, true);
        SloClass most = missing.isEmpty() ? protectedClass : missing.get(0);
        if (most != protectedClass || !PressureLevel.OVERLOADED.isReachedBy(before)) {
            protectedClass = most;
            protectedSince = now;
        }
        boolean allBelow =
                level == PressureLevel.DROWNING
                        || now - protectedSince >= 2 * settings.minStay().toMillis();
        SloClass lowest = allBelow ? protectedClass : SloClass.STANDARD;
        return EnumSet.range(SloClass.INTERACTIVE, lowest);
    }
}
