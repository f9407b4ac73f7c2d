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

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Decisions as the records that heads, checkpoints and readers of plans get. */
public final class Plans {

    private static final int VERSION = 1;

    private Plans() {}

    static SpeculationPlan plan(Decision decision, long sequence, Instant madeAt) {
        SpeculationPlan plan = new SpeculationPlan();
        plan.setVersion(VERSION);
        plan.setSequence(sequence);
        plan.setMadeAt(madeAt);
        plan.setPressure(decision.pressure().wireName());
        plan.setObjective(decision.objective().wireName());
        plan.setReason(decision.reason());
        plan.setGuarded(decision.guarded());
        plan.setMaxCandidates(decision.maxCandidates());
        plan.setPrefillTokens(decision.prefillTokens());
        plan.setAdmittedClasses(names(decision.admitted()));
        plan.setOpenness(decision.openness());
        plan.setShedding(decision.shedding());
        plan.setShedClasses(names(decision.shedClasses()));
        return plan;
    }

    /** Classes by name; names that this version does not know are left out. */
    public static Set<SloClass> classes(Collection<String> names) {
        Set<SloClass> classes = EnumSet.noneOf(SloClass.class);
        names.forEach(name -> SloClass.find(name).ifPresent(classes::add));
        return classes;
    }

    private static List<String> names(Set<SloClass> classes) {
        return classes.stream().sorted().map(SloClass::wireName).toList();
    }
}
