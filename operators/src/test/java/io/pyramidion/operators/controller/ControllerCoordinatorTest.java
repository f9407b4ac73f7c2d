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

import io.pyramidion.operators.controller.law.LawSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

class ControllerCoordinatorTest {

    private static final ControlSettings SETTINGS = ControlSettings.standard(ControlMode.ADAPTIVE);

    private final OperatorID id = new OperatorID();
    private final OperatorCoordinator.Context context = new MockOperatorCoordinatorContext(id, 1);

    @Test
    void tellsTheHeadsOfARestoredPlanWhatTodaysOptionsAllowOfIt() throws Exception {
        OperatorCoordinator coordinator = coordinator();

        coordinator.resetToCheckpoint(1, PlanBytes.write(PlanBytesTest.plan(3, 0, "drowning")));

        SpeculationPlan sent =
                ControlBus.of(context.getCoordinatorStore(), SETTINGS)
                        .latest()
                        .orElseThrow()
                        .plan();
        assertThat(sent.getPressure()).isEqualTo("drowning");
        assertThat(sent.getMaxCandidates()).isEqualTo(2);
        assertThat(sent.getShedding()).isFalse();
        CompletableFuture<byte[]> checkpoint = new CompletableFuture<>();
        coordinator.checkpointCoordinator(2, checkpoint);
        assertThat(PlanBytes.read(checkpoint.get())).isEqualTo(sent);
    }

    @Test
    void startsAnewFromBytesThatAreNoPlan() throws Exception {
        OperatorCoordinator coordinator = coordinator();

        coordinator.resetToCheckpoint(1, new byte[] {1, 2, 3});

        CompletableFuture<byte[]> checkpoint = new CompletableFuture<>();
        coordinator.checkpointCoordinator(2, checkpoint);
        assertThat(checkpoint.get()).isEmpty();
    }

    private OperatorCoordinator coordinator() throws Exception {
        LawSettings law =
                new LawSettings(
                        true,
                        2,
                        2,
                        64,
                        SETTINGS.interactiveWait(),
                        SETTINGS.standardWait(),
                        Duration.ofSeconds(5),
                        Set.of());
        return new ControllerCoordinator.Provider(id, SETTINGS, law).create(context);
    }
}
