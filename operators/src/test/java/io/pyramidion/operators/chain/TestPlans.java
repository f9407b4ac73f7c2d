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
package io.pyramidion.operators.chain;

import io.pyramidion.schemas.SpeculationPlan;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Plans as a controller makes them. */
final class TestPlans {

    private TestPlans() {}

    static SpeculationPlan plan(long sequence, Consumer<SpeculationPlan> change) {
        SpeculationPlan plan = new SpeculationPlan();
        plan.setVersion(1);
        plan.setSequence(sequence);
        plan.setMadeAt(Instant.EPOCH);
        plan.setPressure("busy");
        plan.setObjective("throughput");
        plan.setReason("a test wants it");
        plan.setMaxCandidates(5);
        plan.setPrefillTokens(64);
        plan.setAdmittedClasses(List.of("interactive", "standard", "batch"));
        plan.setOpenness(0.0);
        plan.setShedClasses(List.of());
        change.accept(plan);
        return plan;
    }
}
