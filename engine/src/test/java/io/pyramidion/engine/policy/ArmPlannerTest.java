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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** At which lengths an arm serves a batch best. */
class ArmPlannerTest {

    @Test
    void draftingIsWorthItForOneSequenceThatIsWellForeseen() {
        ArmPlan plan = plan(Batches.readingBound(), Arm.DRAFT_TARGET, 1, 0.95, 0.95, 0.95);

        assertThat(plan.lengths()[0]).isBetween(4, 16);
        assertThat(plan.rate()).isGreaterThan(1.8 * plain(Batches.readingBound(), 1));
    }

    @Test
    void draftingIsNotWorthItWhereLittleIsKept() {
        PassCosts costs = Batches.readingBound();
        ArmPlan plan = plan(costs, Arm.DRAFT_TARGET, 1, 0.12, 0.12, 0.12);

        assertThat(plan.lengths()).containsExactly(0);
        assertThat(plan.rate()).isEqualTo(plain(costs, 1));
    }

    @Test
    void nothingIsProposedWhereEachPositionCostsAsMuchAsAToken() {
        PassCosts costs =
                Batches.costs(Batches.line(0, 1), Batches.line(0, 3), Batches.line(0.1, 9));

        for (Arm arm : Arm.values()) {
            assertThat(plan(costs, arm, 8, 0.95, 0.95, 0.95).lengths())
                    .as(arm.name())
                    .containsOnly(0);
        }
    }

    @Test
    void lengthsFallAsTheBatchGrows() {
        PassCosts costs =
                Batches.costs(Batches.line(10, 0.5), Batches.line(25, 1), Batches.line(50, 4));
        int before = 16;
        for (int size : new int[] {1, 4, 16, 64}) {
            int length = plan(costs, Arm.DRAFT_TARGET, size, 0.8, 0.8, 0.8).lengths()[0];
            assertThat(length).as("batch of %d", size).isLessThanOrEqualTo(before);
            before = length;
        }
        assertThat(before).isLessThan(3);
    }

    @Test
    void whereTheFirstPositionCostsMostSeveralStepsPayThatOneDoesNot() {
        PassCurve concave =
                new PassCurve(new TreeMap<>(Map.of(1, 10e6, 2, 20e6, 4, 20.2e6, 16, 21e6)));
        PassCosts costs = Batches.costs(Batches.line(0.5, 0), Batches.line(5, 0), concave);

        ArmPlan plan = plan(costs, Arm.DRAFT_TARGET, 1, 0.85, 0.85, 0.85);

        assertThat((1 + 0.85) / (20.5e6)).isLessThan(plain(costs, 1));
        assertThat(plan.lengths()[0]).isGreaterThan(2);
        assertThat(plan.rate()).isGreaterThan(1.5 * plain(costs, 1));
    }

    @Test
    void thePyramidIsNeverBetterWhereTheDraftIsAsGoodAsTheQualifier() {
        PassCosts costs = Batches.readingBound();
        for (int size : new int[] {1, 4, 16}) {
            for (double kept : new double[] {0.5, 0.7, 0.9, 0.97}) {
                for (double inner : new double[] {0.7, 0.9, 0.99}) {
                    double draft = plan(costs, Arm.DRAFT_TARGET, size, kept, kept, inner).rate();
                    ArmPlan pyramid =
                            plan(costs, Arm.DRAFT_QUALIFIER_TARGET, size, kept, kept, inner);
                    assertThat(pyramid.rate())
                            .as("batch of %d, %s, %s", size, kept, inner)
                            .isLessThanOrEqualTo(draft);
                }
            }
        }
    }

    @Test
    void thePyramidIsBestWhereTheQualifierIsMuchBetterAndDear() {
        PassCosts costs =
                Batches.costs(Batches.line(1, 0.05), Batches.line(15, 0.2), Batches.line(100, 1));

        double pyramid = plan(costs, Arm.DRAFT_QUALIFIER_TARGET, 1, 0.6, 0.97, 0.62).rate();

        assertThat(pyramid)
                .isGreaterThan(1.2 * plan(costs, Arm.DRAFT_TARGET, 1, 0.6, 0.97, 0.62).rate());
        assertThat(pyramid)
                .isGreaterThan(1.2 * plan(costs, Arm.QUALIFIER_TARGET, 1, 0.6, 0.97, 0.62).rate());
    }

    @Test
    void whatAModelHasToReadFirstIsInItsPrice() {
        PassCosts costs = Batches.readingBound();
        Forecast forecast = Batches.forecast(Batches.adaptive(1), 0.9, 0.9, 0.9);
        double without =
                new ArmPlanner(costs, 0, new Traffic()).plan(Arm.DRAFT_TARGET, forecast, 0).nanos();
        forecast.lag()[ModelRole.DRAFT.ordinal()][0] = 1000;

        double with =
                new ArmPlanner(costs, 0, new Traffic()).plan(Arm.DRAFT_TARGET, forecast, 0).nanos();

        assertThat(with - without)
                .isCloseTo(costs.reading(ModelRole.DRAFT, 1000) / 24, within(1.0));
    }

    @Test
    void pacedSequencesBoundTheRound() {
        Forecast forecast = Batches.forecast(List.of(Batches.paced(1, 70)), 0.5, 0.5, 0.5);

        for (Arm arm : Arm.values()) {
            ArmPlan plan =
                    new ArmPlanner(Batches.readingBound(), 0, new Traffic()).plan(arm, forecast, 0);
            assertThat(plan.nanos())
                    .as(arm.name())
                    .isLessThanOrEqualTo(0.9 * 70e6 * plan.expected()[0]);
        }
    }

    private static double plain(PassCosts costs, int size) {
        return size / costs.decoding(ModelRole.TARGET, size);
    }

    /** With the value of time that goes with it. */
    private static ArmPlan plan(
            PassCosts costs,
            Arm arm,
            int size,
            double draftTarget,
            double qualifierTarget,
            double inner) {
        Forecast forecast =
                Batches.forecast(Batches.adaptive(size), draftTarget, qualifierTarget, inner);
        ArmPlanner planner = new ArmPlanner(costs, 0, new Traffic());
        ArmPlan plan = planner.plan(arm, forecast, plain(costs, size));
        for (int fit = 0; fit < 10; fit++) {
            plan = planner.plan(arm, forecast, Math.max(plan.rate(), plain(costs, size)));
        }
        return plan;
    }
}
