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

import io.pyramidion.operators.settings.ControlSettings;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/** Hands on what the probes tell. */
final class ProbeCoordinator extends CoordinatorDefaults {

    /** Made by the job manager. */
    record Provider(OperatorID getOperatorId, ControlSettings settings)
            implements OperatorCoordinator.Provider {

        @Override
        public OperatorCoordinator create(Context context) {
            return new ProbeCoordinator(ControlBus.of(context.getCoordinatorStore(), settings));
        }
    }

    private final ControlBus bus;

    private ProbeCoordinator(ControlBus bus) {
        this.bus = bus;
    }

    @Override
    public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
        if (event instanceof PressureEvent pressure) {
            bus.readings().pressure(subtask, pressure.share(), Ticks.millis());
        }
    }

    @Override
    public void executionAttemptFailed(int subtask, int attempt, Throwable reason) {
        bus.readings().pressureGone(subtask);
    }
}
