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
import java.util.Set;

/**
 * What follows from the load.
 *
 * @param pressure the level that stands
 * @param objective what rounds are planned for
 * @param maxCandidates most tokens that stand for a request before the target verifies them
 * @param prefillTokens most prompt tokens that a round reads
 * @param maxRunning most requests that run in one subtask
 * @param admitted classes whose requests start as usual
 * @param openness how far the limits of requests that opted in are opened, 0 to 1
 * @param shedding whether waiting requests that allow it are answered at once
 * @param shedClasses classes that allow it for all their requests; empty unless shedding
 * @param guarded whether these are the bounds of the options rather than an answer to the load
 * @param reason why, in words
 */
public record Decision(
        PressureLevel pressure,
        RoundObjective objective,
        int maxCandidates,
        int prefillTokens,
        int maxRunning,
        Set<SloClass> admitted,
        double openness,
        boolean shedding,
        Set<SloClass> shedClasses,
        boolean guarded,
        String reason) {

    /** The bounds of the options: what holds when nothing better is known. */
    static Decision guarded(LawSettings settings, PressureLevel pressure, String reason) {
        return new Decision(
                pressure,
                RoundObjective.THROUGHPUT,
                settings.fixedCandidates(),
                settings.prefillTokens(),
                settings.maxRunning(),
                EnumSet.allOf(SloClass.class),
                0,
                false,
                Set.of(),
                true,
                reason);
    }

    /** Whether it asks for the same as another, for whatever reason. */
    boolean asksTheSameAs(Decision other) {
        return withReason("").equals(other.withReason(""));
    }

    Decision withReason(String words) {
        return new Decision(
                pressure,
                objective,
                maxCandidates,
                prefillTokens,
                maxRunning,
                admitted,
                openness,
                shedding,
                shedClasses,
                guarded,
                words);
    }
}
