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
package io.pyramidion.operators.controller;

import io.pyramidion.schemas.SpeculationPlan;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanBytesTest {

    static SpeculationPlan plan(long sequence, long madeAt, String pressure) {
        SpeculationPlan plan = new SpeculationPlan();
        plan.setVersion(1);
        plan.setSequence(sequence);
        plan.setMadeAt(Instant.ofEpochMilli(madeAt));
        plan.setPressure(pressure);
        plan.setObjective("goodput");
        plan.setReason("the source is held back");
        plan.setMaxCandidates(6);
        plan.setPrefillTokens(256);
        plan.setAdmittedClasses(List.of("interactive"));
        plan.setOpenness(0.25);
        plan.setShedding(true);
        plan.setShedClasses(List.of("batch"));
        return plan;
    }

    @Test
    void aPlanArrivesAsItWasSent() throws Exception {
        SpeculationPlan plan = plan(3, 1_000, "saturated");

        assertThat(PlanEvent.of(plan).plan()).isEqualTo(plan);
    }

    @Test
    void bytesOfAnotherVersionAreRefused() {
        byte[] bytes = PlanBytes.write(plan(3, 1_000, "saturated"));
        bytes[2]++;

        assertThatThrownBy(() -> PlanBytes.read(bytes)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PlanBytes.read(new byte[] {1}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("These 1 bytes are no plan");
    }
}
