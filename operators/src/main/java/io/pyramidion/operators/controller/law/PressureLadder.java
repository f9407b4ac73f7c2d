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

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which level of pressure stands. It rises at once, because a burst does not wait; it falls one
 * level at a time, each after it was calm for the minimum stay. Every share is entered at one
 * threshold and left at a lower one. Milliseconds of a clock that nobody sets. Not thread-safe.
 */
final class PressureLadder {

    private static final double HELD_BACK = 0.5;
    private static final double NO_LONGER_HELD_BACK = 0.2;
    private static final double STALLED = 0.8;
    private static final double NOTICEABLE = 0.1;
    private static final double UNNOTICEABLE = 0.05;
    private static final double MISSED = 0.95;
    private static final double ATTAINED = 0.98;
    private static final double MANY_DOOMED = 0.25;
    private static final double FEW_DOOMED = 0.1;
    private static final double SHORTER_WAIT = 0.5;
    private static final double FALLING_BEHIND = 0.1;
    private static final double KEEPING_UP = 0.05;

    private final LawSettings settings;
    private PressureLevel level;
    private long since;
    private long calmSince;

    PressureLadder(LawSettings settings, PressureLevel level, long now) {
        this.settings = settings;
        this.level = level;
        this.since = now;
        this.calmSince = now;
    }

    PressureLevel level() {
        return level;
    }

    /**
     * The classes that miss what they ask for, the most urgent first. The lowest class misses
     * nothing that another could give way for.
     *
     * @param already whether one has missed it so far: then it takes more to attain it again
     */
    static List<SloClass> missing(Signals signals, boolean already) {
        double threshold = already ? ATTAINED : MISSED;
        List<SloClass> missing = new ArrayList<>();
        for (SloClass sloClass : List.of(SloClass.INTERACTIVE, SloClass.STANDARD)) {
            OptionalDouble attained = signals.attainment(sloClass);
            if (attained.isPresent() && attained.getAsDouble() < threshold) {
                missing.add(sloClass);
            }
        }
        return missing;
    }

    /** Takes note of an evaluation and returns the level that stands. */
    PressureLevel step(Signals signals, long now) {
        PressureLevel demanded = demanded(signals, now);
        if (demanded.ordinal() > level.ordinal()) {
            enter(demanded, now);
        } else if (demanded == level) {
            calmSince = now;
        } else if (stayed(now) && now - calmSince >= settings.minStay().toMillis()) {
            enter(level.below(), now);
        }
        return level;
    }

    private void enter(PressureLevel next, long now) {
        level = next;
        since = now;
        calmSince = now;
    }

    private boolean stayed(long now) {
        return now - since >= settings.minStay().toMillis();
    }

    private PressureLevel demanded(Signals signals, long now) {
        if (!isSaturated(signals)) {
            return isBusy(signals) ? PressureLevel.BUSY : PressureLevel.IDLE;
        }
        if (missing(signals, at(PressureLevel.OVERLOADED)).isEmpty()) {
            return PressureLevel.SATURATED;
        }
        return isDrowning(signals, now) ? PressureLevel.DROWNING : PressureLevel.OVERLOADED;
    }

    private boolean isBusy(Signals signals) {
        return signals.orZero(Signal.WAITING) > 0
                || signals.orZero(Signal.FULL_ROUNDS) > 0
                || signals.orZero(Signal.SOURCE_PRESSURE)
                        >= (at(PressureLevel.BUSY) ? UNNOTICEABLE : NOTICEABLE);
    }

    private boolean isSaturated(Signals signals) {
        boolean already = at(PressureLevel.SATURATED);
        if (signals.orZero(Signal.SOURCE_PRESSURE) >= (already ? NO_LONGER_HELD_BACK : HELD_BACK)) {
            return true;
        }
        for (SloClass sloClass : SloClass.values()) {
            double allowed = settings.allowedWait(sloClass) * (already ? SHORTER_WAIT : 1);
            if (signals.get(Signal.OLDEST_WAIT, sloClass).orElse(0) > allowed) {
                return true;
            }
        }
        return false;
    }

    /** The milder means get the minimum stay to work. */
    private boolean isDrowning(Signals signals, long now) {
        boolean already = at(PressureLevel.DROWNING);
        boolean tried = level == PressureLevel.OVERLOADED && stayed(now);
        boolean cannotCatchUp =
                signals.orZero(Signal.UNSERVED) >= (already ? KEEPING_UP : FALLING_BEHIND)
                        || signals.get(Signal.SOURCE_PRESSURE).orElse(1) >= STALLED;
        return (already || tried)
                && cannotCatchUp
                && signals.orZero(Signal.DOOMED) >= (already ? FEW_DOOMED : MANY_DOOMED);
    }

    private boolean at(PressureLevel asked) {
        return asked.isReachedBy(level);
    }
}
