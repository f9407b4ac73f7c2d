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

import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.settings.ControlMode;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a head's metrics tell of the policy that adapts. */
class PolicySeenTest {

    private static final int INTERVAL_MS = 500;

    @Test
    void publishesWhatThePolicyDidOnceAnInterval() throws Exception {
        try (ChainHarness chain =
                ChainHarness.start(PlanInForceTest.settings(ControlMode.ADAPTIVE))) {
            chain.send(
                    Requests.at(0, Requests.story(0, 40)), Requests.at(1, Requests.story(1, 40)));
            chain.finishAll();
            assertThat(rounds(chain)).isZero();

            chain.head().setProcessingTime(INTERVAL_MS);

            assertThat(rounds(chain)).isPositive().isLessThanOrEqualTo(80);
            long candidates = counter(chain, MetricNames.CANDIDATE_TOKENS);
            assertThat(counter(chain, MetricNames.PRUNED_TOKENS)).isNotNegative();
            assertThat(number(chain, MetricNames.MEAN_CANDIDATES) > 0).isEqualTo(candidates > 0);
            assertThat(number(chain, MetricNames.PLANNING_SHARE)).isBetween(0.0, 1.0);
            assertThat(number(chain, MetricNames.EXPECTED_TOKENS_PER_SECOND)).isPositive();
            Arm inUse = Arm.values()[(int) number(chain, MetricNames.ARM_IN_USE)];
            assertThat(value(chain, MetricNames.ARM_IN_USE_NAME)).isEqualTo(inUse.wireName());

            chain.head().setProcessingTime(2 * INTERVAL_MS);
            assertThat(counter(chain, MetricNames.CANDIDATE_TOKENS)).isEqualTo(candidates);
        }
    }

    @Test
    void tellsOfEachModelAndStageFromTheStart() throws Exception {
        try (ChainHarness chain =
                ChainHarness.start(PlanInForceTest.settings(ControlMode.ADAPTIVE))) {
            for (String model : new String[] {"draft", "qualifier", "target"}) {
                String[] ofModel = {MetricNames.MODEL, model};
                assertThat(number(chain, MetricNames.PREDICTED_STEP_MS, ofModel)).isPositive();
                assertThat(number(chain, MetricNames.COST_ERROR, ofModel)).isBetween(0.0, 1.0);
            }
            for (String stage : new String[] {"draft_target", "qualifier_target"}) {
                String[] ofStage = {MetricNames.STAGE, stage};
                assertThat(number(chain, MetricNames.RECENT_ACCEPTANCE, ofStage))
                        .isBetween(0.0, 1.0);
                assertThat(number(chain, MetricNames.CALIBRATION_ERROR, ofStage)).isZero();
            }
        }
    }

    @Test
    void isNotThereWhereLengthsAreFixed() throws Exception {
        try (ChainHarness chain = ChainHarness.start(PlanInForceTest.settings(ControlMode.FIXED))) {
            assertThat(chain.policyMetric(MetricNames.ARM_IN_USE)).isNull();
        }
    }

    private static long rounds(ChainHarness chain) throws Exception {
        long rounds = 0;
        for (Arm arm : Arm.values()) {
            rounds += counter(chain, MetricNames.ROUNDS, MetricNames.ARM, arm.wireName());
        }
        return rounds;
    }

    private static long counter(ChainHarness chain, String name, String... group) throws Exception {
        return ((Counter) chain.policyMetric(name, group)).getCount();
    }

    private static double number(ChainHarness chain, String name, String... group)
            throws Exception {
        return ((Number) value(chain, name, group)).doubleValue();
    }

    private static Object value(ChainHarness chain, String name, String... group) throws Exception {
        return ((Gauge<?>) chain.policyMetric(name, group)).getValue();
    }
}
