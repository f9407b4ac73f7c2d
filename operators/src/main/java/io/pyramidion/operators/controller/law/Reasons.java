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
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Says in words what a level of pressure was read from, and what was not known. */
final class Reasons {

    private static final double MILLIS = 1000;

    /** Silent heads that are named. */
    private static final int NAMED = 5;

    private Reasons() {}

    static String of(PressureLevel level, Signals signals, LawSettings settings) {
        List<String> words = new ArrayList<>();
        words.add(source(signals));
        words.add(requests(signals));
        for (SloClass sloClass : SloClass.values()) {
            double wait = signals.get(Signal.OLDEST_WAIT, sloClass).orElse(0);
            if (wait > settings.allowedWait(sloClass)) {
                words.add(
                        text(
                                "%s waits %.1f s, allowed %.1f s",
                                sloClass.wireName(),
                                wait / MILLIS,
                                settings.allowedWait(sloClass) / MILLIS));
            }
            OptionalDouble attained = signals.attainment(sloClass);
            if (attained.isPresent() && attained.getAsDouble() < 1) {
                words.add(
                        text(
                                "%s attains %.0f %%",
                                sloClass.wireName(), 100 * attained.getAsDouble()));
            }
        }
        if (PressureLevel.OVERLOADED.isReachedBy(level) && signals.orZero(Signal.DOOMED) > 0) {
            words.add(
                    text("%.0f %% of those due will be late", 100 * signals.orZero(Signal.DOOMED)));
        }
        if (!signals.silent().isEmpty()) {
            words.add(silent(signals));
        }
        if (!signals.slowest().isEmpty()) {
            words.add(signals.slowest());
        }
        return String.join("; ", words);
    }

    private static String silent(Signals signals) {
        List<Integer> heads = signals.silent();
        String names =
                heads.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return text(
                "%d of %.0f heads silent: %s%s",
                heads.size(),
                signals.orZero(Signal.HEADS),
                names,
                heads.size() > NAMED ? ", …" : "");
    }

    private static String source(Signals signals) {
        OptionalDouble pressure = signals.get(Signal.SOURCE_PRESSURE);
        return pressure.isPresent()
                ? text("source held back %.0f %%", 100 * pressure.getAsDouble())
                : "source unknown";
    }

    private static String requests(Signals signals) {
        return text(
                "%.0f of %.0f slots, %.0f waiting",
                signals.orZero(Signal.RUNNING),
                signals.orZero(Signal.SLOTS),
                signals.orZero(Signal.WAITING));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
