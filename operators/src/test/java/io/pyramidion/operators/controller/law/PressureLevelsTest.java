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
package io.pyramidion.operators.controller.law;

import io.pyramidion.operators.request.SloClass;
import io.pyramidion.schemas.SpeculationPlan;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** One scenario for each row of the table of {@link ControlLaw}, up the ladder and down. */
class PressureLevelsTest {

    private final LoadScenario load = new LoadScenario();

    @Test
    void plansForLatencyWhileNobodyWaits() {
        SpeculationPlan plan = load.sourceHeldBack(0).step();

        assertThat(plan.getPressure()).isEqualTo("idle");
        assertThat(plan.getObjective()).isEqualTo("latency");
        assertThat(plan.getMaxCandidates()).isEqualTo(LoadScenario.MOST);
        assertThat(plan.getPrefillTokens()).isEqualTo(LoadScenario.PREFILL / 2);
        assertThat(plan.getAdmittedClasses()).containsExactly("interactive", "standard", "batch");
        assertThat(plan.getOpenness()).isZero();
        assertThat(plan.getShedding()).isFalse();
        assertThat(plan.getGuarded()).isFalse();
        assertThat(plan.getReason()).isEqualTo("source held back 0 %; 1 of 8 slots, 0 waiting");
    }

    @Test
    void plansForThroughputOnceTheBatchIsFullNowAndThen() {
        load.sourceHeldBack(0).step();

        SpeculationPlan plan = load.running(8, 0.2).step();

        assertThat(plan.getPressure()).isEqualTo("busy");
        assertThat(plan.getObjective()).isEqualTo("throughput");
        assertThat(plan.getMaxCandidates()).isEqualTo(LoadScenario.MOST);
        assertThat(plan.getPrefillTokens()).isEqualTo(LoadScenario.PREFILL);
    }

    @Test
    void plansForGoodputWhileTheSourceIsHeldBack() {
        SpeculationPlan plan = load.running(8, 1).acceptance(0.6).sourceHeldBack(0.7).step();

        assertThat(plan.getPressure()).isEqualTo("saturated");
        assertThat(plan.getObjective()).isEqualTo("goodput");
        // 0.6 * 0.6 * 0.6 is less than a quarter, 0.6 * 0.6 is more.
        assertThat(plan.getMaxCandidates()).isEqualTo(2);
        assertThat(plan.getAdmittedClasses()).hasSize(3);
        assertThat(plan.getOpenness()).isZero();
    }

    @Test
    void allowsALastTokenThatStandsJustOftenEnough() {
        // A half of a half is a quarter.
        assertThat(load.acceptance(0.5).sourceHeldBack(0.7).step().getMaxCandidates()).isEqualTo(2);
    }

    @Test
    void keepsLongProposalsUnderPressureWhereTheyStand() {
        assertThat(load.acceptance(0.97).sourceHeldBack(0.7).step().getMaxCandidates())
                .isEqualTo(LoadScenario.MOST);
    }

    @Test
    void isSaturatedOnceAClassWaitsLongerThanItAllows() {
        load.sourceHeldBack(0).waiting(SloClass.BATCH, 3, 100_000);
        assertThat(load.step().getPressure()).isEqualTo("busy");
        load.waiting(SloClass.STANDARD, 1, 9_000);
        assertThat(load.step().getPressure()).isEqualTo("busy");
        load.waiting(SloClass.INTERACTIVE, 1, 2_500);

        SpeculationPlan plan = load.step();

        assertThat(plan.getPressure()).isEqualTo("saturated");
        assertThat(plan.getReason()).contains("interactive waits 2.5 s, allowed 2.0 s");
    }

    @Test
    void letsLowerClassesWaitAndOpensLimitsWhileAHigherClassMisses() {
        load.running(8, 1).sourceHeldBack(0.9).attains(SloClass.INTERACTIVE, 80);

        SpeculationPlan first = load.step();

        assertThat(first.getPressure()).isEqualTo("overloaded");
        assertThat(first.getAdmittedClasses()).containsExactly("interactive", "standard");
        assertThat(first.getOpenness()).isEqualTo(0.25);
        assertThat(first.getShedding()).isFalse();
        assertThat(first.getReason()).contains("interactive attains 80 %");

        SpeculationPlan later = load.steps(LoadScenario.STAY.multipliedBy(5));
        assertThat(later.getAdmittedClasses()).containsExactly("interactive");
        assertThat(later.getOpenness()).isEqualTo(1);
    }

    @Test
    void holdsOnlyClassesBelowTheOneThatMisses() {
        load.sourceHeldBack(0.9).attains(SloClass.STANDARD, 50);
        load.attains(SloClass.INTERACTIVE, 100);

        SpeculationPlan plan = load.steps(LoadScenario.STAY.multipliedBy(5));

        assertThat(plan.getPressure()).isEqualTo("overloaded");
        assertThat(plan.getAdmittedClasses()).containsExactly("interactive", "standard");
    }

    @Test
    void shedsOnlyOnceTheMilderMeansHaveHadTheirTime() {
        LoadScenario drowning = new LoadScenario(true, Set.of(SloClass.BATCH));
        drowning.running(8, 1).sourceHeldBack(1).attains(SloClass.INTERACTIVE, 30).doomed(0.6);
        assertThat(drowning.step().getPressure()).isEqualTo("overloaded");

        SpeculationPlan plan = drowning.steps(LoadScenario.STAY.plusSeconds(1));

        assertThat(plan.getPressure()).isEqualTo("drowning");
        assertThat(plan.getShedding()).isTrue();
        assertThat(plan.getShedClasses()).containsExactly("batch");
        assertThat(plan.getAdmittedClasses()).containsExactly("interactive");
        assertThat(plan.getReason()).contains("60 % of those due will be late");
    }

    @Test
    void drownsWhenMoreComesThanIsServedWhateverTheSourceSays() {
        load.running(8, 1).sourceHeldBack(0.6).attains(SloClass.INTERACTIVE, 30).doomed(0.6);
        assertThat(load.steps(LoadScenario.STAY.multipliedBy(3)).getPressure())
                .isEqualTo("overloaded");

        assertThat(load.serves(91).step().getPressure()).isEqualTo("overloaded");
        assertThat(load.serves(90).step().getPressure()).isEqualTo("drowning");
        load.serves(94);
        assertThat(load.steps(LoadScenario.STAY.multipliedBy(3)).getPressure())
                .isEqualTo("drowning");
        load.serves(96);
        assertThat(load.steps(LoadScenario.STAY.plusSeconds(1)).getPressure())
                .isEqualTo("overloaded");
    }

    @Test
    void risesAtOnceAndFallsOneLevelAtATimeAfterItsStay() {
        load.running(8, 1).sourceHeldBack(0.9).attains(SloClass.INTERACTIVE, 50).step();
        load.running(1, 0).sourceHeldBack(0).attains(SloClass.INTERACTIVE, 100);

        List<String> levels =
                java.util.stream.Stream.generate(() -> load.step().getPressure())
                        .limit(16)
                        .toList();

        // 2 s, or four steps, at each level.
        assertThat(levels)
                .containsExactly(
                        "overloaded",
                        "overloaded",
                        "overloaded",
                        "saturated",
                        "saturated",
                        "saturated",
                        "saturated",
                        "busy",
                        "busy",
                        "busy",
                        "busy",
                        "idle",
                        "idle",
                        "idle",
                        "idle",
                        "idle");
        assertThat(load.steps(Duration.ofSeconds(10)).getOpenness()).isZero();
    }

    @Test
    void staysWhereItIsBetweenTheTwoThresholds() {
        load.running(8, 1).sourceHeldBack(0.55).step();

        assertThat(load.sourceHeldBack(0.3).steps(Duration.ofMinutes(1)).getPressure())
                .isEqualTo("saturated");
        load.sourceHeldBack(0.1);
        assertThat(load.steps(Duration.ofMinutes(1)).getPressure()).isEqualTo("busy");
        load.sourceHeldBack(0.4);
        assertThat(load.steps(Duration.ofMinutes(1)).getPressure()).isEqualTo("busy");
    }

    @Test
    void numbersAPlanAnewOnlyWhenItAsksForSomethingElse() {
        long first = load.sourceHeldBack(0).step().getSequence();
        long same = load.running(2, 0).step().getSequence();
        long other = load.running(8, 1).step().getSequence();

        assertThat(same).isEqualTo(first);
        assertThat(other).isEqualTo(first + 1);
        assertThat(load.published()).hasSize(3);
        assertThat(load.latest().getMadeAt().toEpochMilli())
                .isEqualTo(load.now() - LoadScenario.INTERVAL);
    }

    @Test
    void onlyTellsOfTheLoadInModeFixed() {
        LoadScenario fixed = new LoadScenario(false, Set.of(SloClass.BATCH));
        fixed.sourceHeldBack(1).attains(SloClass.INTERACTIVE, 0).doomed(1);

        SpeculationPlan plan = fixed.steps(Duration.ofSeconds(10));

        assertThat(plan.getPressure()).isEqualTo("drowning");
        assertThat(plan.getGuarded()).isTrue();
        assertThat(plan.getMaxCandidates()).isEqualTo(LoadScenario.FIXED);
        assertThat(plan.getAdmittedClasses()).hasSize(3);
        assertThat(plan.getOpenness()).isZero();
        assertThat(plan.getShedding()).isFalse();
    }
}
