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
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SpeculationPlan;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What a head makes of the controller's plans, and of their absence. */
class PlanInForceTest {

    private static final int LENGTH = 12;

    @Test
    void putsAPlanInForceAndHandsItOn() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            assertThat(chain.controlGauge(ControlMetricNames.SAFE_BOUNDS)).isEqualTo(1);
            assertThat(chain.controlGauge(ControlMetricNames.MAX_CANDIDATES)).isEqualTo(6);

            chain.plan(PlanEvent.of(TestPlans.plan(7, plan -> plan.setOpenness(0.5))));

            assertThat(chain.plans()).extracting(SpeculationPlan::getSequence).containsExactly(7L);
            assertThat(chain.controlGauge(ControlMetricNames.SAFE_BOUNDS)).isEqualTo(0);
            assertThat(chain.controlGauge(ControlMetricNames.PLAN_SEQUENCE)).isEqualTo(7L);
            assertThat(chain.controlGauge(ControlMetricNames.MAX_CANDIDATES)).isEqualTo(5);
            assertThat(chain.controlGauge(ControlMetricNames.OPENNESS)).isEqualTo(0.5);
            assertThat(chain.controlGauge(ControlMetricNames.PRESSURE)).isEqualTo(1);
        }
    }

    @Test
    void givesUpAPlanThatNobodyRenews() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            chain.plan(PlanEvent.of(TestPlans.plan(7, plan -> {})));
            chain.send(story(0, "standard"), story(1, "standard"));

            // A plan waits for the head's snapshot while a checkpoint is underway.
            long late = ChainHarness.CHECKPOINT_TIMEOUT.toMillis() + 4_500;
            chain.head().setProcessingTime(late);
            assertThat(chain.controlGauge(ControlMetricNames.PLAN_SEQUENCE)).isEqualTo(7L);
            chain.plan(PlanEvent.of(TestPlans.plan(7, plan -> {})));
            chain.head().setProcessingTime(2 * late);
            assertThat(chain.controlGauge(ControlMetricNames.PLAN_AGE_MS)).isEqualTo(late);

            chain.head().setProcessingTime(2 * late + 1_000);
            assertThat(chain.controlGauge(ControlMetricNames.SAFE_BOUNDS)).isEqualTo(1);
            assertThat(chain.controlGauge(ControlMetricNames.PLAN_SEQUENCE)).isEqualTo(0L);

            chain.finishAll();
            assertThat(chain.results()).hasSize(2);
        }
    }

    @Test
    void keepsAPlanThoughTheWallClockIsSet() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            chain.plan(PlanEvent.of(TestPlans.plan(7, plan -> {})));

            chain.setClockForward(Duration.ofMinutes(10));

            assertThat(chain.controlGauge(ControlMetricNames.PLAN_SEQUENCE)).isEqualTo(7L);
            assertThat(chain.controlGauge(ControlMetricNames.PLAN_AGE_MS)).isEqualTo(0L);
        }
    }

    @Test
    void keepsWhatHoldsIfAPlanCannotBeUsed() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            chain.plan(PlanEvent.of(TestPlans.plan(7, plan -> {})));

            chain.plan(new PlanEvent(new byte[] {1, 2, 3}));
            chain.plan(PlanEvent.of(TestPlans.plan(8, plan -> plan.setPrefillTokens(0))));

            assertThat(chain.controlGauge(ControlMetricNames.PLAN_SEQUENCE)).isEqualTo(7L);
            assertThat(chain.plans()).hasSize(1);
        }
    }

    @Test
    void letsHigherClassesPassThoseThatAreHeldBack() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            chain.plan(
                    PlanEvent.of(
                            TestPlans.plan(
                                    1,
                                    plan -> {
                                        plan.setPressure("overloaded");
                                        plan.setAdmittedClasses(List.of("interactive"));
                                    })));
            for (int i = 0; i < 6; i++) {
                chain.send(story(i, "batch"));
            }
            // Nobody else waits, so that they have all slots.
            assertThat(chain.gauge(MetricNames.NUM_REQUESTS_RUNNING)).isEqualTo(4);
            chain.send(story(6, "standard"), story(7, "interactive"));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactlyInAnyOrder(
                            "story-0", "story-1", "story-2", "story-3", "story-4", "story-5",
                            "story-6", "story-7");
            assertThat(ids(chain)).containsSubsequence("story-7", "story-4");
            assertThat(ids(chain)).containsSubsequence("story-6", "story-5");
        }
    }

    @Test
    void leavesNoSlotIdleWhileTheLineIsFullOfThoseThatAreHeldBack() throws Exception {
        ChainSettings settings =
                Family.settings(2, 1).with(settings(ControlMode.ADAPTIVE).control());
        try (ChainHarness chain = ChainHarness.start(settings)) {
            chain.plan(
                    PlanEvent.of(
                            TestPlans.plan(
                                    1,
                                    plan -> {
                                        plan.setPressure("overloaded");
                                        plan.setAdmittedClasses(List.of("interactive"));
                                    })));
            for (int i = 0; i < 6; i++) {
                chain.send(story(i, "batch"));
                assertThat(chain.gauge(MetricNames.NUM_REQUESTS_RUNNING))
                        .isEqualTo(Math.min(i + 1, 2));
            }
            chain.finishAll();
            assertThat(chain.results()).hasSize(6);
        }
    }

    private static List<String> ids(ChainHarness chain) {
        return chain.results().stream().map(GenerationResult::getRequestId).toList();
    }

    @Test
    void answersAtOnceWhatMayBeShedAndCannotStart() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            for (int i = 0; i < 4; i++) {
                chain.send(story(i, "standard"));
            }
            chain.send(story(4, "batch"), story(5, "standard"));
            assertThat(chain.results()).isEmpty();

            chain.plan(
                    PlanEvent.of(
                            TestPlans.plan(
                                    1,
                                    plan -> {
                                        plan.setPressure("drowning");
                                        plan.setShedding(true);
                                        plan.setShedClasses(List.of("batch"));
                                    })));
            assertThat(chain.result("story-4").getFinishReason()).isEqualTo("overloaded");
            chain.send(story(6, "batch"));
            assertThat(chain.result("story-6").getFinishReason()).isEqualTo("overloaded");

            chain.finishAll();
            assertThat(chain.results()).hasSize(7);
            assertThat(chain.result("story-5").getFinishReason()).isEqualTo("length");
        }
    }

    @Test
    void turnsNobodyAwayByAPlanThatNobodyRenews() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            for (int i = 0; i < 4; i++) {
                chain.send(story(i, "standard"));
            }
            PlanEvent shedding =
                    PlanEvent.of(
                            TestPlans.plan(
                                    1,
                                    plan -> {
                                        plan.setPressure("drowning");
                                        plan.setShedding(true);
                                        plan.setShedClasses(List.of("batch"));
                                    }));
            chain.plan(shedding);
            chain.head().setProcessingTime(6_000);
            chain.send(story(4, "batch"));
            assertThat(chain.results()).isEmpty();

            chain.plan(shedding);
            chain.send(story(5, "batch"));
            assertThat(chain.result("story-5").getFinishReason()).isEqualTo("overloaded");

            chain.finishAll();
            assertThat(chain.controlGauge(ControlMetricNames.PLAN_SEQUENCE)).isEqualTo(1L);
            assertThat(chain.results()).hasSize(6);
        }
    }

    @Test
    void changesNoTextWhilePlansChange() throws Exception {
        List<GenerationRequest> stories =
                List.of(Requests.story(0, 40), Requests.story(1, 40), Requests.story(2, 40));
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            for (int i = 0; i < stories.size(); i++) {
                chain.send(Requests.at(i, stories.get(i)));
            }
            long sequence = 0;
            do {
                int candidates = (int) (sequence % 7);
                chain.plan(
                        PlanEvent.of(
                                TestPlans.plan(
                                        ++sequence,
                                        plan -> {
                                            plan.setMaxCandidates(candidates);
                                            plan.setPrefillTokens(1 + candidates);
                                            plan.setOpenness(candidates / 6.0);
                                        })));
            } while (chain.step());

            Map<String, List<Integer>> expected = Reference.tokenIds(stories);
            expected.forEach(
                    (id, ids) -> assertThat(chain.result(id).getTokenIds()).isEqualTo(ids));
        }
    }

    @Test
    void onlyHandsPlansOnInModeFixed() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.FIXED))) {
            for (int i = 0; i < 5; i++) {
                chain.send(story(i, "batch"));
            }
            chain.plan(
                    PlanEvent.of(
                            TestPlans.plan(
                                    3,
                                    plan -> {
                                        plan.setShedding(true);
                                        plan.setShedClasses(List.of("batch"));
                                    })));

            assertThat(chain.plans()).hasSize(1);
            assertThat(chain.results()).isEmpty();
        }
    }

    @Test
    void ignoresPlansInModeOffAndAfterItsEnd() throws Exception {
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.OFF))) {
            chain.plan(PlanEvent.of(TestPlans.plan(3, plan -> {})));
            assertThat(chain.plans()).isEmpty();
        }
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            chain.head().getOneInputOperator().finish();
            chain.plan(PlanEvent.of(TestPlans.plan(3, plan -> {})));
            assertThat(chain.plans()).isEmpty();
        }
    }

    @Test
    void answersAsTheEngineAloneDoesWithoutAnyPlan() throws Exception {
        List<GenerationRequest> stories = List.of(Requests.story(0, LENGTH));
        try (ChainHarness chain = ChainHarness.start(settings(ControlMode.ADAPTIVE))) {
            chain.send(Requests.at(0, stories.get(0)));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getTokenIds)
                    .containsExactly(Reference.tokenIds(stories).get("story-0"));
        }
    }

    private static RequestEnvelope story(int number, String sloClass) {
        ServiceLevelObjective slo = new ServiceLevelObjective();
        slo.setSloClass(sloClass);
        return Requests.at(
                number, Requests.with(Requests.story(number, LENGTH), story -> story.setSlo(slo)));
    }

    static ChainSettings settings(ControlMode mode) {
        return Family.settings(4, 8)
                .with(
                        new ControlSettings(
                                mode,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(5),
                                16,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(10),
                                List.of(),
                                Duration.ZERO,
                                ControlSettings.ONLY_CHAIN));
    }
}
