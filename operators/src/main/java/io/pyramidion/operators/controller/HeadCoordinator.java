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

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Hands on what the heads tell, and sends them every plan; a head that starts gets the one that
 * stands at once. Plans come from the controller's thread, everything else from the job manager's.
 */
public final class HeadCoordinator extends CoordinatorDefaults {

    /** Made by the job manager. */
    public record Provider(OperatorID getOperatorId, ControlSettings settings)
            implements OperatorCoordinator.Provider {

        @Override
        public OperatorCoordinator create(Context context) {
            return new HeadCoordinator(
                    ControlBus.of(context.getCoordinatorStore(), settings),
                    context.currentParallelism());
        }
    }

    private final ControlBus bus;
    private final int heads;
    private final Map<Integer, HeadGateway> gateways = new ConcurrentHashMap<>();
    private final Consumer<PlanEvent> reader = this::sendAll;

    private HeadCoordinator(ControlBus bus, int heads) {
        this.bus = bus;
        this.heads = heads;
    }

    @Override
    public void start() {
        bus.readings().expect(heads);
        bus.read(reader);
    }

    @Override
    public void close() {
        bus.leave(reader);
    }

    @Override
    public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
        if (event instanceof ReportEvent told) {
            bus.readings().head(subtask, told.report(), Ticks.millis());
        }
    }

    @Override
    public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {
        HeadGateway head = new HeadGateway(gateway);
        gateways.put(subtask, head);
        bus.latest().ifPresent(head::send);
    }

    @Override
    public void subtaskReset(int subtask, long checkpoint) {
        leave(subtask);
    }

    @Override
    public void executionAttemptFailed(int subtask, int attempt, Throwable reason) {
        leave(subtask);
        bus.readings().headGone(subtask);
    }

    private void leave(int subtask) {
        Optional.ofNullable(gateways.remove(subtask)).ifPresent(HeadGateway::leave);
    }

    private void sendAll(PlanEvent plan) {
        gateways.values().forEach(gateway -> gateway.send(plan));
    }
}
