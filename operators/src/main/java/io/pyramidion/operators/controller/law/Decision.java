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
import io.pyramidion.schemas.SpeculationPlan;

import java.util.EnumSet;
import java.util.Set;

/**
 * What follows from the load.
 *
 * @param pressure the level that stands
 * @param objective what the bounds are for, in a word
 * @param maxCandidates most tokens that stand for a request before the target verifies them
 * @param prefillTokens most prompt tokens that a round reads
 * @param admitted classes that keep their share of the slots; the others keep one slot
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
        Set<SloClass> admitted,
        double openness,
        boolean shedding,
        Set<SloClass> shedClasses,
        boolean guarded,
        String reason) {

    private static final String RESTORED = "from a checkpoint: ";

    /** The bounds of the options: what holds when nothing better is known. */
    static Decision guarded(LawSettings settings, PressureLevel pressure, String reason) {
        return new Decision(
                pressure,
                RoundObjective.THROUGHPUT,
                settings.fixedCandidates(),
                settings.prefillTokens(),
                EnumSet.allOf(SloClass.class),
                0,
                false,
                Set.of(),
                true,
                reason);
    }

    /**
     * What a plan of a checkpoint still says: no more than the settings of today allow, and nobody
     * is shed before a head has told how it fares.
     */
    static Decision restored(LawSettings settings, SpeculationPlan plan, PressureLevel pressure) {
        String told = plan.getReason();
        String reason = told.startsWith(RESTORED) ? told : RESTORED + told;
        if (!settings.adaptive() || plan.getGuarded()) {
            return guarded(settings, pressure, reason);
        }
        return new Decision(
                pressure,
                RoundObjective.of(pressure),
                Math.min(plan.getMaxCandidates(), settings.maxCandidates()),
                Math.min(plan.getPrefillTokens(), settings.prefillTokens()),
                Plans.classes(plan.getAdmittedClasses()),
                Math.max(0, Math.min(1, plan.getOpenness())),
                false,
                Set.of(),
                false,
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
                admitted,
                openness,
                shedding,
                shedClasses,
                guarded,
                words);
    }
}
