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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.pyramid.ScriptedPyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Objective;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.GenerationProgress;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.TraceState;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GenerationTest {

    private static final PyramidSpec MODELS =
            new PyramidSpec(
                    Path.of(System.getProperty("pyramidion.root"), "models", "target"),
                    Optional.empty(),
                    Optional.empty(),
                    RoleWeights.all(Precision.FLOAT32),
                    1);

    @Test
    void keepsATextEndedThatEndedBeforeTheCheckpoint() {
        assertThat(resume("deadline_exceeded").isFinished()).isTrue();
    }

    @Test
    void refusesAReasonThatOnlyANewerVersionKnows() {
        assertThatThrownBy(() -> resume("of a newer version"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "finish_reason of the checkpoint is of a newer version; allowed: stop,"
                                + " length, cancelled, deadline_exceeded, overloaded");
    }

    @Test
    void refusesAProposerThatOnlyANewerVersionKnows() {
        assertThatThrownBy(() -> TraceRecords.restored(List.of(new TraceState("oracle", null))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "by of the checkpoint's trace is oracle; allowed: draft, qualifier, target,"
                                + " lookup");
    }

    @Test
    void saysToTheEngineHowFastItIsWanted() {
        ServiceLevelObjective slo =
                ServiceLevelObjective.newBuilder().setTtftMs(200L).setTpotMs(40L).build();
        AdmittedRequest admitted = admitted(slo);
        Generation resumed = resume(null, 1_050L, admitted);

        resumed.aim(new EngineClock(() -> 1_100, () -> 7_000_000_000L));

        assertThat(resumed.sequence().objective()).isEqualTo(new Objective(7_100_000_000L, 40e6));
        assertThat(resumed.sequence().firstTokenAt()).hasValue(6_950_000_000L);
    }

    @Test
    void wantsNothingOfTheEngineWithoutAnObjective() {
        Generation resumed = resume(null, 1_050L, admitted(null));

        resumed.aim(new EngineClock(() -> 1_100, () -> 7_000_000_000L));

        assertThat(resumed.sequence().objective()).isEqualTo(Objective.NONE);
    }

    @Test
    void remembersHowFarItsLimitsWereOpened() {
        Generation resumed = resume(null);

        assertThat(resumed.sequence().opened()).isEqualTo(0.5);
        assertThat(resumed.progress().getOpened()).isEqualTo(0.5);
    }

    private static AdmittedRequest admitted(ServiceLevelObjective slo) {
        GenerationRequest request = new GenerationRequest();
        request.setRequestId("r");
        request.setSlo(slo);
        AdmittedRequest admitted = new AdmittedRequest();
        admitted.setRequest(request);
        admitted.setOrigin(new Origin(1_000L, null, List.of(), null));
        return admitted;
    }

    private static Generation resume(String finishReason) {
        return resume(finishReason, null, new AdmittedRequest());
    }

    private static Generation resume(
            String finishReason, Long firstTokenAt, AdmittedRequest admitted) {
        GenerationProgress progress = new GenerationProgress();
        progress.setFinishReason(finishReason);
        progress.setFirstTokenAt(firstTokenAt);
        progress.setTokenIds(List.of(3));
        progress.setRounds(1L);
        progress.setChoices(List.of());
        progress.setStages(Map.of());
        progress.setRoundsByArm(Map.of());
        progress.setOpened(0.5);
        try (PyramidPool.Lease lease = ScriptedPyramid.lease(MODELS, 0.5)) {
            Sequence sequence =
                    lease.pyramid()
                            .sequences()
                            .create(
                                    "key",
                                    new int[] {1, 2},
                                    new int[] {3},
                                    SamplingParameters.greedy(4),
                                    Speculation.OFF,
                                    64);
            return Generation.resume(admitted, progress, List.of(sequence));
        }
    }
}
