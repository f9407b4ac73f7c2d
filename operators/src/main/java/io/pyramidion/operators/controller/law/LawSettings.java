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

import java.io.Serializable;
import java.time.Duration;
import java.util.Set;

/**
 * What the law may not exceed, and how fast it moves.
 *
 * @param adaptive whether plans follow the load; otherwise they only tell of it
 * @param fixedCandidates candidates of a request as the options have it: the safe bound
 * @param maxCandidates most candidates that a plan allows
 * @param prefillTokens most prompt tokens that a round reads
 * @param interactiveWait longest wait that the class interactive allows
 * @param standardWait longest wait that the class standard allows; batch allows any
 * @param minStay least time at a level before pressure may fall, and between two steps
 * @param shedClasses classes whose requests may all be shed
 */
public record LawSettings(
        boolean adaptive,
        int fixedCandidates,
        int maxCandidates,
        int prefillTokens,
        Duration interactiveWait,
        Duration standardWait,
        Duration minStay,
        Set<SloClass> shedClasses)
        implements Serializable {

    public LawSettings {
        shedClasses = Set.copyOf(shedClasses);
    }

    /** Milliseconds that a class may wait before the job counts as saturated. */
    double allowedWait(SloClass sloClass) {
        return switch (sloClass) {
            case INTERACTIVE -> interactiveWait.toMillis();
            case STANDARD -> standardWait.toMillis();
            case BATCH -> Double.POSITIVE_INFINITY;
        };
    }
}
