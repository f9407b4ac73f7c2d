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

import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ServiceLevelObjective;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** State of a newer version, which may hold what this one does not know. */
class DowngradeTest {

    @Test
    void servesAWaitingRequestWhoseClassOnlyANewerVersionKnows() throws Exception {
        GenerationRequest request = Requests.story(1, 8);
        ServiceLevelObjective slo = new ServiceLevelObjective();
        slo.setSloClass("batch");
        request.setSlo(slo);
        RequestEnvelope waiting = Requests.at(1, request);
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(Requests.at(0, Requests.story(0, 8)), waiting);
            assertThat(chain.gauge(MetricNames.NUM_REQUESTS_WAITING)).isOne();
            slo.setSloClass("of a newer version");
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(Family.settings(1, 4), snapshot, 1, 0)) {
            chain.finishAll();

            assertThat(chain.results()).hasSize(2);
            assertThat(chain.result("story-1").getFinishReason()).isEqualTo("length");
        }
    }
}
