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

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.SpeculationPreference;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.StageStatistics;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Modes through the whole chain: asked for, followed, told, and kept through a failure. */
class VerificationModesTest {

    private static final int TOKENS = 24;

    @Test
    void followsTheModeOfEachRequestInOneBatchAndTellsIt() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings())) {
            List<String> modes = List.of("off", "exact", "assisted", "fuzzy");
            for (int i = 0; i < modes.size(); i++) {
                chain.send(Requests.at(i, request(modes.get(i))));
            }
            chain.finishAll();

            for (String mode : modes) {
                assertThat(chain.result(mode).getSpeculation().getMode()).isEqualTo(mode);
            }
            for (String mode : List.of("off", "exact")) {
                assertThat(chain.result(mode).getSpeculation().getTauTarget()).isNull();
            }
            assertThat(chain.result("assisted").getSpeculation().getTauTarget()).isEqualTo(1);
            assertThat(chain.result("assisted").getSpeculation().getTauQualifier()).isNull();
            assertThat(chain.result("fuzzy").getSpeculation().getTauQualifier()).isEqualTo(1);
            assertThat(chain.result("exact").getTokenIds())
                    .isEqualTo(chain.result("off").getTokenIds());
            assertThat(chain.result("fuzzy").getTokenIds())
                    .isNotEqualTo(chain.result("off").getTokenIds());
            assertThat(chain.result("assisted").getTokenIds())
                    .isNotEqualTo(chain.result("off").getTokenIds());
            assertThat(stage(chain.result("exact"), "qualifier_target"))
                    .satisfies(all -> assertThat(all.getAccepted()).isLessThan(all.getDrafted()));
            for (String mode : List.of("assisted", "fuzzy")) {
                StageStatistics all = stage(chain.result(mode), "qualifier_target");
                assertThat(all.getAcceptedPerPosition())
                        .as("%s: the limits let everything stand", mode)
                        .isNotEmpty()
                        .isEqualTo(all.getDraftedPerPosition());
            }
        }
    }

    @Test
    void aFuzzyTextAndItsCountsAreTheSameAfterAFailure() throws Exception {
        GenerationResult undisturbed;
        try (ChainHarness chain = ChainHarness.start(settings())) {
            chain.send(Requests.at(0, request("fuzzy")));
            chain.finishAll();
            undisturbed = chain.result("fuzzy");
        }
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(settings())) {
            chain.send(Requests.at(0, request("fuzzy")));
            for (int step = 0; step < 6; step++) {
                chain.step();
            }
            snapshot = chain.snapshot(1);
        }
        try (ChainHarness chain = ChainHarness.restore(settings(), snapshot, 1, 0)) {
            chain.finishAll();
            GenerationResult resumed = chain.result("fuzzy");
            assertThat(resumed.getResumedFrom()).isPositive();
            assertThat(resumed.getTokenIds()).isEqualTo(undisturbed.getTokenIds());
            assertThat(resumed.getSpeculation()).isEqualTo(undisturbed.getSpeculation());
        }
    }

    @Test
    void tellsByWhomEachRoundWasSpeculatedAndWhereTheTokensWent() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings())) {
            chain.send(Requests.at(0, request("off")), Requests.at(1, request("exact")));
            chain.finishAll();

            SpeculationStatistics off = chain.result("off").getSpeculation();
            assertThat(off.getRoundsByArm()).isEqualTo(Map.of("off", (long) TOKENS));
            assertThat(off.getDrafted() + off.getAccepted() + off.getWasted()).isZero();

            SpeculationStatistics exact = chain.result("exact").getSpeculation();
            assertThat(exact.getRoundsByArm()).containsKey("draft_qualifier_target");
            assertThat(exact.getRoundsByArm().values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(exact.getRounds());
            StageStatistics inner = exact.getStages().get("draft_qualifier");
            StageStatistics last = exact.getStages().get("qualifier_target");
            assertThat(exact.getAccepted()).isEqualTo(last.getAccepted());
            assertThat(exact.getWasted())
                    .isEqualTo(
                            inner.getDrafted()
                                    - inner.getAccepted()
                                    + last.getDrafted()
                                    - last.getAccepted());
            assertThat(exact.getDrafted()).isEqualTo(exact.getAccepted() + exact.getWasted());
            assertThat(exact.getMeanCandidates())
                    .isEqualTo((double) last.getDrafted() / exact.getRounds());
            assertThat(exact.getPruned()).isZero();
        }
    }

    private static StageStatistics stage(GenerationResult result, String stage) {
        return result.getSpeculation().getStages().get(stage);
    }

    private static GenerationRequest request(String mode) {
        GenerationRequest request = Requests.story(0, TOKENS);
        request.setRequestId(mode);
        request.setSpeculation(SpeculationPreference.newBuilder().setMode(mode).build());
        return request;
    }

    /** Limits above the largest Jensen-Shannon divergence. */
    private static ChainSettings settings() {
        return Family.with(
                Family.settings(4, 4),
                new SpeculationSettings(
                        SpeculationMode.EXACT,
                        SpeculationMode.FUZZY,
                        2,
                        4,
                        1,
                        1,
                        Divergence.JS,
                        false,
                        0,
                        false));
    }
}
