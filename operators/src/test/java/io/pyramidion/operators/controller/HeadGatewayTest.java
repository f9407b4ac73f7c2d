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

import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.messages.Acknowledge;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator.SubtaskGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** Plans on their way to a head that dies. */
class HeadGatewayTest {

    private static final PlanEvent PLAN = PlanEvent.of(PlanBytesTest.plan(3, 0, "busy"));

    /** Takes events and never says that they arrived, as Flink while a checkpoint starts. */
    private static final class Silent implements SubtaskGateway {

        private final List<CompletableFuture<Acknowledge>> sent = new ArrayList<>();
        private boolean ready = true;

        @Override
        public CompletableFuture<Acknowledge> sendEvent(OperatorEvent event) {
            if (!ready) {
                throw new FlinkRuntimeException("not ready");
            }
            sent.add(new CompletableFuture<>());
            return sent.get(sent.size() - 1);
        }

        @Override
        public ExecutionAttemptID getExecution() {
            return ExecutionAttemptID.randomId();
        }

        @Override
        public int getSubtask() {
            return 0;
        }
    }

    private final Silent silent = new Silent();
    private final HeadGateway gateway = new HeadGateway(silent);

    @Test
    void noCheckpointWaitsForPlansToAHeadThatIsGone() {
        gateway.send(PLAN);
        gateway.send(PLAN);
        assertThat(silent.sent).hasSize(2).noneMatch(CompletableFuture::isDone);

        gateway.leave();

        assertThat(silent.sent).allMatch(sent -> sent.isDone() && !sent.isCompletedExceptionally());
    }

    @Test
    void norForOneThatIsSentToItAfterwards() {
        gateway.leave();
        gateway.send(PLAN);

        assertThat(silent.sent).hasSize(1).allMatch(CompletableFuture::isDone);
    }

    @Test
    void aHeadThatIsNotReadyGetsTheNextPlan() {
        silent.ready = false;
        gateway.send(PLAN);
        silent.ready = true;
        gateway.send(PLAN);

        assertThat(silent.sent).hasSize(1);
    }
}
