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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is wrong with its signals, the loop stays within safe bounds and says so. */
class ControlTroubleTest {

    private final LoadScenario load = new LoadScenario();

    @Test
    void keepsToTheOptionsUntilAHeadReports() {
        SpeculationPlan plan = load.stepInSilence();

        assertGuarded(plan);
        assertThat(plan.getReason()).isEqualTo("no head reports: the bounds of the options hold");
        assertThat(load.step().getGuarded()).isFalse();
    }

    @Test
    void keepsToTheOptionsOnceReportsAreStale() {
        load.running(8, 1).sourceHeldBack(0.9).attains(SloClass.INTERACTIVE, 10).step();
        assertThat(load.latest().getGuarded()).isFalse();

        load.jump(LoadScenario.STALE.plusMillis(1));

        assertGuarded(load.stepInSilence());
    }

    @Test
    void decidesByTheHeadsAloneAndSaysSoIfTheSourceIsSilent() {
        SpeculationPlan plan = load.sourceSilent().waiting(SloClass.INTERACTIVE, 1, 3_000).step();

        assertThat(plan.getPressure()).isEqualTo("saturated");
        assertThat(plan.getReason()).startsWith("source unknown; ");
    }

    @Test
    void comesToRestWhenTheSourceStops() {
        load.running(8, 1).sourceHeldBack(1).steps(Duration.ofSeconds(5));

        SpeculationPlan plan = load.sourceSilent().running(0, 0).steps(Duration.ofSeconds(20));

        assertThat(plan.getPressure()).isEqualTo("idle");
        assertThat(plan.getGuarded()).isFalse();
    }

    @Test
    void namesHeadsThatAreSilent() {
        load.readings().expect(4);

        SpeculationPlan plan = load.heads(3).step();

        assertThat(plan.getGuarded()).isFalse();
        assertThat(plan.getReason()).endsWith("1 of 4 heads silent: 3");
        load.readings().expect(40);
        assertThat(load.step().getReason()).endsWith("37 of 40 heads silent: 3, 4, 5, 6, 7, …");
    }

    @Test
    void forgetsAHeadThatIsGone() {
        load.heads(2).step();
        load.readings().headGone(1);
        load.readings().expect(1);

        assertThat(load.heads(1).step().getReason()).contains("1 of 8 slots").endsWith("waiting");
    }

    @Test
    void namesAHeadThatIsTwiceAsSlowAndJudgesByTheOneThatIsPressedMost() {
        Readings readings = load.readings();
        for (int head = 0; head < 4; head++) {
            boolean slow = head == 2;
            load.running(8, slow ? 1 : 0).waiting(SloClass.INTERACTIVE, slow ? 4 : 0, 0);
            readings.head(head, load.report(slow ? 40 : 80), load.now());
        }

        SpeculationPlan plan = load.stepInSilence();

        assertThat(plan.getPressure()).isEqualTo("busy");
        assertThat(plan.getReason())
                .contains("head 2 serves 5 tokens/s a request, others 10")
                .contains("32 of 32 slots, 4 waiting");
        assertThat(plan.getAdmittedClasses()).hasSize(3);
    }

    @Test
    void protectsTheFirstClassForAWhileBeforeAllBelowWait() {
        load.running(8, 1).sourceHeldBack(0.9).attains(SloClass.INTERACTIVE, 50);
        SpeculationPlan before = load.step();
        load.restart();
        load.loop().restore(before);

        // As after any start: the class between is held back only once the minimum stay is over.
        assertThat(load.step().getAdmittedClasses()).containsExactly("interactive", "standard");
        assertThat(load.steps(LoadScenario.STAY.multipliedBy(3)).getAdmittedClasses())
                .containsExactly("interactive");
    }

    @Test
    void goesOnWhenItsPlansCannotBePublished() {
        load.step();
        load.refusePlans(new IllegalStateException("no way to the heads"));
        load.step();
        load.step();
        assertThat(load.loop().failures()).isEqualTo(2);
        assertThat(load.published()).hasSize(1);

        load.refusePlans(null);
        load.running(8, 1).step();
        assertThat(load.latest().getPressure()).isEqualTo("busy");
        assertThat(load.loop().failures()).isEqualTo(2);
    }

    @Test
    void tellsTheFirstFailureOfEachSpell() {
        Failures failures = new Failures();

        assertThat(failures.failed()).isTrue();
        assertThat(failures.failed()).isFalse();
        failures.worked();
        assertThat(failures.failed()).isTrue();
        assertThat(failures.count()).isEqualTo(3);
    }

    @Test
    void keepsToTheOptionsWhileTheLawThrowsAndGoesOnAfterwards() {
        boolean[] broken = {true};
        List<SpeculationPlan> published = new ArrayList<>();
        Readings readings = new Readings(LoadScenario.STALE);
        ControlLoop loop =
                new ControlLoop(
                        settings(true, LoadScenario.MOST, LoadScenario.PREFILL),
                        readings,
                        new BrokenClock(broken),
                        () -> Instant.EPOCH,
                        published::add);
        readings.head(0, load.report(10), 0);
        loop.step();
        loop.step();

        assertThat(loop.failures()).isEqualTo(2);
        assertGuarded(published.get(1));
        assertThat(published.get(1).getReason())
                .isEqualTo("the controller failed: java.lang.NoClassDefFoundError: broken");

        broken[0] = false;
        loop.step();
        assertThat(published.get(2).getGuarded()).isFalse();
        assertThat(published.get(2).getSequence()).isEqualTo(2);
    }

    /** Works while the loop is made, and then whenever it is whole. */
    private static final class BrokenClock implements java.util.function.LongSupplier {

        private final boolean[] broken;
        private boolean made;

        BrokenClock(boolean[] broken) {
            this.broken = broken;
        }

        @Override
        public long getAsLong() {
            if (made && broken[0]) {
                throw new NoClassDefFoundError("broken");
            }
            made = true;
            return 0;
        }
    }

    @Test
    void lowerClassesAreNeverShutOutByAFloodOfTheTightest() {
        load.running(8, 1)
                .sourceHeldBack(1)
                .waiting(SloClass.INTERACTIVE, 10_000, 60_000)
                .attains(SloClass.INTERACTIVE, 0)
                .doomed(1);

        SpeculationPlan plan = load.steps(Duration.ofMinutes(1));

        // Whom a plan does not admit keeps a share of the slots: see AdmissionTest.
        assertThat(plan.getPressure()).isEqualTo("drowning");
        assertThat(plan.getAdmittedClasses()).containsExactly("interactive");
        assertThat(plan.getShedClasses()).isEmpty();
        assertThat(plan.getMaxCandidates()).isPositive();
    }

    @Test
    void goesOnFromARestoredPlanUntilAHeadReports() {
        load.running(8, 1).sourceHeldBack(0.9).attains(SloClass.INTERACTIVE, 50);
        SpeculationPlan before = load.steps(Duration.ofSeconds(3));
        load.jump(Duration.ofMinutes(5));
        load.restart();
        load.loop().restore(before);

        SpeculationPlan restored = load.stepInSilence();
        assertThat(restored.getSequence()).isEqualTo(before.getSequence());
        assertThat(restored.getPressure()).isEqualTo("overloaded");
        assertThat(restored.getMadeAt()).isAfter(before.getMadeAt());
        assertThat(restored.getReason()).isEqualTo("from a checkpoint: " + before.getReason());

        SpeculationPlan after = load.step();
        assertThat(after.getSequence()).isEqualTo(before.getSequence());
        assertThat(after.getPressure()).isEqualTo("overloaded");
        assertThat(after.getOpenness()).isEqualTo(before.getOpenness());
        assertThat(load.running(0, 0).sourceSilent().steps(LoadScenario.STAY).getSequence())
                .isGreaterThan(before.getSequence());
    }

    @Test
    void keepsARestoredPlanWithinTheSettingsOfTodayAndShedsNobodyByIt() {
        LoadScenario drowning = new LoadScenario(true, Set.of(SloClass.BATCH));
        drowning.running(8, 1)
                .sourceHeldBack(1)
                .attains(SloClass.INTERACTIVE, 0)
                .doomed(1)
                .acceptance(1);
        SpeculationPlan before = drowning.steps(LoadScenario.STAY.multipliedBy(2));
        assertThat(before.getShedding()).isTrue();
        assertThat(before.getMaxCandidates()).isEqualTo(LoadScenario.MOST);
        drowning.jump(Duration.ofMinutes(5));
        drowning.restart(settings(true, 3, 16));

        drowning.loop().restore(before);
        SpeculationPlan restored = drowning.stepInSilence();

        assertThat(restored.getMaxCandidates()).isEqualTo(3);
        assertThat(restored.getPrefillTokens()).isEqualTo(16);
        assertThat(restored.getShedding()).isFalse();
        assertThat(restored.getShedClasses()).isEmpty();
        assertThat(restored.getPressure()).isEqualTo("drowning");
        assertThat(restored.getSequence()).isEqualTo(before.getSequence() + 1);
        assertThat(drowning.step().getShedding()).isTrue();
    }

    @Test
    void asksForNothingByARestoredPlanInModeFixed() {
        load.running(8, 1).sourceHeldBack(0.9).attains(SloClass.INTERACTIVE, 50);
        SpeculationPlan before = load.step();
        load.jump(Duration.ofMinutes(5));
        load.restart(settings(false, LoadScenario.MOST, LoadScenario.PREFILL));

        load.loop().restore(before);

        assertGuarded(load.stepInSilence());
    }

    private static LawSettings settings(boolean adaptive, int most, int prefill) {
        return new LawSettings(
                adaptive,
                LoadScenario.FIXED,
                most,
                prefill,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                LoadScenario.STAY,
                Set.of(SloClass.BATCH));
    }

    @Test
    void tooFewAnswersAreNoEvidence() {
        assertThat(new Attained(0, 2).share()).isNaN();
        assertThat(new Attained(1, 3).share()).isEqualTo(0.25);
    }

    private static void assertGuarded(SpeculationPlan plan) {
        assertThat(plan.getGuarded()).isTrue();
        assertThat(plan.getMaxCandidates()).isEqualTo(LoadScenario.FIXED);
        assertThat(plan.getPrefillTokens()).isEqualTo(LoadScenario.PREFILL);
        assertThat(plan.getAdmittedClasses()).hasSize(3);
        assertThat(plan.getOpenness()).isZero();
        assertThat(plan.getShedding()).isFalse();
    }
}
