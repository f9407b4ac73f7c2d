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

import io.pyramidion.operators.controller.PlanEvent;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SloAttainment;
import io.pyramidion.schemas.TokenDelta;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Wanted times and the right to be shed, through the chain. The clock moves with each pass. */
class ObjectivesTest {

    private static final ChainSettings ONE_SLOT = Family.settings(1, 8);
    private static final ControlSettings CONTROL =
            PlanInForceTest.settings(ControlMode.ADAPTIVE).control();
    private static final ChainSettings ADAPTIVE = ONE_SLOT.with(CONTROL);

    @Test
    void tellsInTheResultWhichObjectivesWereMet() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.letEveryPassTake(10);
            chain.send(Requests.at(0, wanting(Requests.story(0, 8), 5_000L, 1L)));
            chain.finishAll();

            GenerationResult result = chain.result("story-0");
            SloAttainment slo = result.getSlo();
            assertThat(slo.getSloClass()).isEqualTo("standard");
            assertThat(slo.getTtftMs().getMet()).isTrue();
            assertThat(slo.getTtftMs().getActual()).isEqualTo(result.getTimings().getTtftMs());
            assertThat(slo.getTpotMs().getMet()).isFalse();
            assertThat(slo.getTpotMs().getMissedByMs())
                    .isEqualTo(result.getTimings().getTpotMs() - 1);
            assertThat(slo.getDeadline()).isNull();
            assertThat(slo.getMet()).isFalse();
        }
    }

    @Test
    void tellsTheSameAfterAFailure() throws Exception {
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.letEveryPassTake(10);
            chain.send(Requests.at(0, wanting(Requests.story(0, 40), 5_000L, 60_000L)));
            for (int step = 0; step < 4; step++) {
                chain.step();
            }
            snapshot = chain.snapshot(1);
        }
        try (ChainHarness chain = ChainHarness.restore(ONE_SLOT, snapshot, 1, 0)) {
            chain.head().setProcessingTime(20_000);
            chain.finishAll();

            GenerationResult result = chain.result("story-0");
            assertThat(result.getResumedFrom()).isPositive();
            assertThat(result.getSlo().getTtftMs().getActual()).isLessThan(1_000);
            assertThat(result.getSlo().getMet()).isTrue();
            assertThat(result.getTokenIds())
                    .isEqualTo(Reference.tokenIds(List.of(Requests.story(0, 40))).get("story-0"));
        }
    }

    @Test
    void startsWhoseFirstTokenIsDueFirst() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(0, Requests.story(0, 8)));
            chain.send(Requests.at(1, Requests.story(1, 8)));
            chain.send(Requests.at(2, wanting(Requests.story(2, 8), 900L, null)));
            chain.send(Requests.at(3, wanting(Requests.story(3, 8), 300L, null)));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("story-0", "story-3", "story-2", "story-1");
        }
    }

    @Test
    void refusesAFirstTokenThatIsWantedAfterTheResult() throws Exception {
        GenerationRequest request = wanting(Requests.story(0, 8), 901L, null);
        request.getSlo().setDeadline(Instant.ofEpochMilli(1_000));
        try (ChainHarness chain = ChainHarness.start(ONE_SLOT)) {
            chain.send(Requests.at(100, request));

            GenerationResult result = chain.result("story-0");
            assertThat(result.getFinishReason()).isEqualTo("error");
            assertThat(result.getError().getField()).isEqualTo("slo.ttft_ms");
            assertThat(result.getSlo()).isNull();
            assertThat(chain.deadLetters()).hasSize(1);
        }
    }

    @Test
    void answersWaitingRequestsThatMayBeShedAtOnce() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ADAPTIVE)) {
            chain.send(Requests.at(1, shed("batch", Requests.story(0, 40), null)));
            chain.send(Requests.at(2, shed("batch", Requests.story(1, 8), null)));
            chain.send(Requests.at(3, shed("batch", Requests.story(2, 8), false)));
            GenerationRequest streaming =
                    Requests.with(
                            shed("interactive", Requests.story(3, 8), true),
                            request -> request.setStream(true));
            chain.send(Requests.at(4, streaming), Requests.at(5, Requests.story(4, 8)));
            chain.head().processWatermark(new Watermark(10));
            chain.head().setProcessingTime(500);

            shedding(chain, 1, true);

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("story-1", "story-3");
            GenerationResult byClass = chain.result("story-1");
            assertThat(byClass.getFinishReason()).isEqualTo("overloaded");
            assertThat(byClass.getError().getField()).isEqualTo("slo.slo_class");
            assertThat(byClass.getError().getMessage())
                    .isEqualTo(
                            "The job has more requests than it can serve and did not run this one,"
                                    + " which had waited 498 ms: slo.slo_class is batch, which it"
                                    + " sheds. It may be sent again.");
            assertThat(chain.result("story-3").getError().getMessage())
                    .contains("496 ms: slo.shed is true.");
            assertThat(chain.deltas())
                    .extracting(TokenDelta::getFinishReason)
                    .containsExactly("overloaded");
            assertThat(chain.deadLetters()).isEmpty();

            chain.finishAll();
            assertThat(chain.results()).hasSize(5);
            assertThat(chain.result("story-0").getFinishReason()).isEqualTo("length");
            assertThat(chain.result("story-2").getFinishReason()).isEqualTo("length");
            assertThat(chain.watermarks()).last().isEqualTo(10L);
        }
    }

    @Test
    void servesAShedRequestThatIsSentAgain() throws Exception {
        try (ChainHarness chain = ChainHarness.start(ADAPTIVE)) {
            chain.send(Requests.at(1, Requests.story(0, 40)));
            chain.send(Requests.at(2, shed("batch", Requests.story(1, 8), true)));
            chain.send(Requests.at(3, shed("batch", Requests.story(2, 8), true)));

            shedding(chain, 1, true);
            assertThat(chain.result("story-1").getFinishReason()).isEqualTo("overloaded");
            shedding(chain, 2, false);
            chain.send(Requests.at(4, Requests.story(1, 8)));
            chain.finishAll();

            assertThat(chain.results())
                    .filteredOn(result -> result.getRequestId().equals("story-1"))
                    .extracting(GenerationResult::getFinishReason)
                    .containsExactly("overloaded", "length");
            assertThat(chain.result("story-2").getFinishReason()).isEqualTo("overloaded");
        }
    }

    @Test
    void shedsATurnThatWaitsForItsSession() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 8).with(CONTROL))) {
            chain.send(Requests.at(1, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.send(
                    Requests.at(2, shed("batch", Requests.turn("s", "two", "And a hen."), true)));
            chain.send(Requests.at(3, Requests.turn("s", "three", "And a crow.")));

            shedding(chain, 1, true);
            assertThat(chain.results()).hasSize(1);
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("two", "one", "three");
        }
    }

    /** The class batch may be shed while a plan says so. */
    private static void shedding(ChainHarness chain, long sequence, boolean sheds) {
        chain.plan(
                PlanEvent.of(
                        TestPlans.plan(
                                sequence,
                                plan -> {
                                    plan.setShedding(sheds);
                                    plan.setShedClasses(sheds ? List.of("batch") : List.of());
                                })));
    }

    private static GenerationRequest wanting(
            GenerationRequest request, Long firstToken, Long perToken) {
        return Requests.with(
                request,
                changed ->
                        changed.setSlo(
                                ServiceLevelObjective.newBuilder()
                                        .setTtftMs(firstToken)
                                        .setTpotMs(perToken)
                                        .build()));
    }

    private static GenerationRequest shed(
            String sloClass, GenerationRequest request, Boolean shed) {
        return Requests.with(
                request,
                changed ->
                        changed.setSlo(
                                ServiceLevelObjective.newBuilder()
                                        .setSloClass(sloClass)
                                        .setShed(shed)
                                        .build()));
    }
}
