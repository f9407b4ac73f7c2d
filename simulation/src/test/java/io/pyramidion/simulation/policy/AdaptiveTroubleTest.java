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
package io.pyramidion.simulation.policy;

import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.Regime;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.simulation.decoder.VirtualClock;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.PassCost;
import io.pyramidion.simulation.profile.Profiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What the adaptive policy makes of what it could not foresee. */
class AdaptiveTroubleTest {

    private static final CostProfile PROFILE = Profiles.of("xeon-110m-41m-14m");
    private static final int TASKS = 0;
    private static final int STORIES = 1;
    private static final double HOUR = 3_600_000;

    private final VirtualClock clock = new VirtualClock();
    private final AdaptivePolicy policy = VirtualHead.adaptive(PROFILE, clock);

    @Test
    void comesBackToSpeculatingOnceTheTrafficAllowsIt() {
        List<Sequence> requests = requests(0, 128, STORIES);
        requests.addAll(requests(128, 320, TASKS));
        List<Arm> arms = new ArrayList<>();
        int[] lastStory = {0};
        new VirtualHead(PROFILE, 16, policy, clock)
                .run(
                        requests,
                        round -> {
                            arms.add(policy.figures().arm());
                            if (!requests.subList(0, 128).stream().allMatch(Sequence::isFinished)) {
                                lastStory[0] = arms.size();
                            }
                        });
        int again = lastStory[0];
        while (again < arms.size() - 20 && arms.subList(again, again + 20).contains(Arm.OFF)) {
            again++;
        }
        assertThat(lastStory[0]).isPositive();
        assertThat(arms.subList(lastStory[0] / 2, lastStory[0])).containsOnly(Arm.OFF);
        assertThat(again - lastStory[0]).isLessThan(800);
    }

    @ParameterizedTest(name = "draft {0}, qualifier {1}, target {2}: at most {3}")
    @CsvSource({
        "3,3,3,1.05",
        "0.3333,0.3333,0.3333,1.05",
        "3,1,1,1.05",
        "0.3333,1,1,1.05",
        "1,0.3333,1,1.05",
        "1,1,3,1.05",
        "1,1,0.3333,1.05"
    })
    void costsMayHaveBeenProfiledThreeTimesTooHighOrTooLow(
            double draft, double qualifier, double target, double most) {
        Map<ModelRole, Double> factors =
                Map.of(
                        ModelRole.DRAFT,
                        draft,
                        ModelRole.QUALIFIER,
                        qualifier,
                        ModelRole.TARGET,
                        target);
        for (int kind : new int[] {TASKS, STORIES}) {
            VirtualClock rightClock = new VirtualClock();
            AdaptivePolicy right = VirtualHead.adaptive(PROFILE, rightClock);
            List<Sequence> rightly = requests(0, 400, kind);
            new VirtualHead(PROFILE, 8, right, rightClock).run(rightly, round -> {});
            VirtualClock wrongClock = new VirtualClock();
            AdaptivePolicy wrong = VirtualHead.adaptive(scaled(factors), wrongClock);
            List<Sequence> wrongly = requests(0, 400, kind);
            new VirtualHead(PROFILE, 8, wrong, wrongClock).run(wrongly, round -> {});

            assertThat(VirtualHead.ids(wrongly)).isEqualTo(VirtualHead.ids(rightly));
            assertThat(wrongClock.getAsLong()).isLessThan((long) (most * rightClock.getAsLong()));
            assertThat(wrong.figures().costError(ModelRole.TARGET)).isLessThan(0.15);
        }
    }

    @ParameterizedTest(name = "{0} times slower")
    @ValueSource(doubles = {1.5, 2.5, 4})
    void aMachineThatIsSlowForAWhileDoesNotMakeUnusedModelsLookCheap(double slower) {
        // Smaller models so dear that stories are decoded plainly, and that half of it would pay.
        Map<ModelRole, Double> dear =
                Map.of(ModelRole.DRAFT, 1.5, ModelRole.QUALIFIER, 1.5, ModelRole.TARGET, 1.0);
        CostProfile profile = scaled(dear);
        AdaptivePolicy policy = VirtualHead.adaptive(profile, clock);
        double[] factor = {1};
        Map<ModelRole, PassCost> models = new EnumMap<>(ModelRole.class);
        profile.models()
                .forEach((role, cost) -> models.put(role, pass -> factor[0] * cost.millis(pass)));
        CostProfile slowed =
                new CostProfile("slowed", "", profile.roundMillis(), models, profile.kinds());
        List<Arm> arms = new ArrayList<>();
        new VirtualHead(slowed, 16, policy, clock)
                .run(
                        requests(0, 256, STORIES),
                        round -> {
                            arms.add(policy.figures().arm());
                            factor[0] = arms.size() < 500 || arms.size() > 800 ? 1 : slower;
                        });

        assertThat(arms.size()).isGreaterThan(1000);
        assertThat(arms.subList(450, 500)).containsOnly(Arm.OFF);
        assertThat(arms.subList(500, 1000)).filteredOn(arm -> arm != Arm.OFF).hasSizeLessThan(5);
    }

    @Test
    void aClockThatJumpsForwardChangesNextToNothing() {
        assertThat(extraTime(HOUR, 0)).isLessThan(0.03);
    }

    @Test
    void aClockThatJumpsForwardAndBackChangesNextToNothing() {
        assertThat(extraTime(HOUR, -HOUR)).isLessThan(0.03);
    }

    @Test
    void aClockThatJumpsInThePassesChangesNextToNothing() {
        int[] passes = {0};
        Map<ModelRole, PassCost> models = new EnumMap<>(PROFILE.models());
        PassCost target = models.get(ModelRole.TARGET);
        models.put(
                ModelRole.TARGET,
                pass -> {
                    passes[0]++;
                    double jump = passes[0] == 40 ? HOUR : passes[0] == 60 ? -HOUR : 0;
                    return target.millis(pass) + jump;
                });
        CostProfile jumping =
                new CostProfile("jumping", "", PROFILE.roundMillis(), models, PROFILE.kinds());
        List<Sequence> undisturbed = requests(0, 64, TASKS);
        VirtualClock other = new VirtualClock();
        new VirtualHead(PROFILE, 8, VirtualHead.adaptive(PROFILE, other), other)
                .run(undisturbed, round -> {});
        List<Sequence> requests = requests(0, 64, TASKS);
        new VirtualHead(jumping, 8, policy, clock).run(requests, round -> {});

        assertThat(passes[0]).isGreaterThan(80);
        assertThat(VirtualHead.ids(requests)).isEqualTo(VirtualHead.ids(undisturbed));
        assertThat((double) clock.getAsLong() / other.getAsLong()).isBetween(0.97, 1.03);
    }

    /** Share by which jumps of the clock, taken off again, make a run longer. */
    private double extraTime(double forward, double back) {
        List<Sequence> undisturbed = requests(0, 64, STORIES);
        VirtualClock other = new VirtualClock();
        new VirtualHead(PROFILE, 8, VirtualHead.adaptive(PROFILE, other), other)
                .run(undisturbed, round -> {});
        List<Sequence> requests = requests(0, 64, STORIES);
        int[] rounds = {0};
        new VirtualHead(PROFILE, 8, policy, clock)
                .beforePasses(
                        () -> {
                            rounds[0]++;
                            if (rounds[0] == 100) {
                                clock.advanceMillis(forward);
                            } else if (rounds[0] == 130) {
                                clock.advanceMillis(back);
                            }
                        })
                .run(requests, round -> {});
        assertThat(rounds[0]).isGreaterThan(200);
        assertThat(VirtualHead.ids(requests)).isEqualTo(VirtualHead.ids(undisturbed));
        double jumped = (forward + back) * 1e6;
        double extra = (clock.getAsLong() - jumped) / other.getAsLong() - 1;
        return extra;
    }

    @Test
    void aBoundOfNoCandidatesIsPlainDecoding() {
        policy.regime(new Regime(0, 256, 0));
        List<Sequence> bounded = requests(0, 24, TASKS);
        new VirtualHead(PROFILE, 8, policy, clock)
                .run(
                        bounded,
                        round -> {
                            assertThat(round.outcome().forwards(ModelRole.DRAFT)).isZero();
                            assertThat(round.outcome().forwards(ModelRole.QUALIFIER)).isZero();
                        });

        assertThat(VirtualHead.ids(bounded)).isEqualTo(VirtualHead.ids(plainly(24)));
    }

    @Test
    void boundsHoldFromTheNextRoundOn() {
        List<Sequence> bounded = requests(0, 64, TASKS);
        int[] rounds = {0};
        int[] most = {0, 0};
        new VirtualHead(PROFILE, 4, policy, clock)
                .run(
                        bounded,
                        round -> {
                            int phase = rounds[0] < 100 ? 0 : 1;
                            for (RoundOutcome.Run run : round.outcome().runs()) {
                                most[phase] = Math.max(most[phase], run.drafted());
                            }
                            rounds[0]++;
                            if (rounds[0] == 100) {
                                policy.regime(new Regime(2, 256, 0));
                            }
                        });

        assertThat(most[0]).isGreaterThan(2);
        assertThat(most[1]).isEqualTo(2);
        assertThat(VirtualHead.ids(bounded)).isEqualTo(VirtualHead.ids(plainly(64)));
    }

    private static List<Sequence> plainly(int count) {
        List<Sequence> plain = VirtualHead.requests(0, count, TASKS, Speculation.OFF);
        VirtualClock clock = new VirtualClock();
        new VirtualHead(PROFILE, 8, new FixedPolicy(), clock).run(plain, round -> {});
        return plain;
    }

    private static List<Sequence> requests(int first, int count, int kind) {
        return VirtualHead.requests(first, count, kind, VirtualHead.ADAPTIVE);
    }

    private static CostProfile scaled(Map<ModelRole, Double> factors) {
        Map<ModelRole, PassCost> models = new EnumMap<>(ModelRole.class);
        PROFILE.models()
                .forEach(
                        (role, cost) ->
                                models.put(role, pass -> factors.get(role) * cost.millis(pass)));
        return new CostProfile("wrong", "", PROFILE.roundMillis(), models, PROFILE.kinds());
    }
}
