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
import io.pyramidion.engine.speculation.Sequence;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Which arms are tried that are not in use. */
class ExplorationTest {

    private static final long ROUND = 60_000_000;

    private final PassCosts costs = Batches.readingBound();
    private final Exploration exploration =
            new Exploration(
                    List.of(Arm.DRAFT_TARGET, Arm.QUALIFIER_TARGET, Arm.DRAFT_QUALIFIER_TARGET));

    @Test
    void takesAtMostARoundAndAHundredthOfTheTime() {
        Forecast forecast = forecast(Batches.adaptive(8));
        double spent = 0;
        int tried = 0;
        for (int round = 1; round <= 5000; round++) {
            exploration.roundTook(ROUND);
            Arm[] arms = choose(forecast, costs);
            for (int i = 0; i < arms.length; i++) {
                spent += price(arms[i], forecast, i);
                tried += arms[i] == Arm.OFF ? 0 : 1;
            }
            assertThat(spent)
                    .as("after round %d", round)
                    .isLessThanOrEqualTo(ROUND + 0.01 * ROUND * round);
        }
        assertThat(tried).isGreaterThan(50);
    }

    @Test
    void triesEveryArmThatThereAreModelsFor() {
        Set<Arm> tried = EnumSet.noneOf(Arm.class);
        for (int round = 0; round < 1000; round++) {
            exploration.roundTook(ROUND);
            tried.addAll(List.of(choose(forecast(Batches.adaptive(2)), costs)));
        }

        assertThat(tried)
                .containsExactlyInAnyOrder(
                        Arm.OFF,
                        Arm.DRAFT_TARGET,
                        Arm.QUALIFIER_TARGET,
                        Arm.DRAFT_QUALIFIER_TARGET);
    }

    @Test
    void findsOutAtOnceWhatANewBatchIsLike() {
        exploration.roundTook(ROUND);

        assertThat(tried(choose(forecast(Batches.adaptive(8)), costs))).isNotEmpty();
    }

    @Test
    void triesFirstWhatHasTheLeastToRead() {
        Forecast forecast = forecast(Batches.adaptive(4));
        int[] unread = {900, 300, 20, 500};
        for (ModelRole role : ModelRole.values()) {
            System.arraycopy(unread, 0, forecast.lag()[role.ordinal()], 0, unread.length);
        }
        save(100);
        List<Integer> tried = tried(choose(forecast, costs));

        assertThat(tried).containsExactly(2);
    }

    @Test
    void leavesAloneWhatProposesAlreadyAndWhatDoesNotAdapt() {
        List<Sequence> batch = new ArrayList<>(Batches.adaptive(2));
        batch.add(Batches.sequence(Batches.FIXED, 0));
        save(100);
        Arm[] arms = {Arm.QUALIFIER_TARGET, Arm.OFF, Arm.OFF};
        choose(arms, forecast(batch), costs);

        assertThat(arms[0]).isEqualTo(Arm.QUALIFIER_TARGET);
        assertThat(arms[1]).isNotEqualTo(Arm.OFF);
        assertThat(arms[2]).isEqualTo(Arm.OFF);
    }

    @Test
    void triesNothingThatCannotBeBetter() {
        PassCosts dear =
                Batches.costs(Batches.line(600, 1), Batches.line(600, 1), Batches.line(50, 1));
        save(500);
        for (int round = 0; round < 10; round++) {
            assertThat(choose(forecast(Batches.adaptive(4)), dear)).containsOnly(Arm.OFF);
        }
    }

    @Test
    void triesNothingUnderABoundOfNoCandidates() {
        save(500);
        Arm[] arms = off(4);
        Forecast forecast = forecast(Batches.adaptive(4));
        for (int round = 0; round < 10; round++) {
            exploration.choose(
                    arms,
                    forecast,
                    new Acceptances(),
                    costs,
                    new ArmPlanner(costs, 0, new Traffic()),
                    rate(forecast, costs),
                    new Regime(0, 100, 0));
        }

        assertThat(arms).containsOnly(Arm.OFF);
    }

    @Test
    void aRoundThatTookAnHourIsNoLicence() {
        exploration.roundTook(3_600_000_000_000L);
        exploration.roundTook(ROUND);
        Forecast forecast = forecast(Batches.adaptive(1));
        double spent = 0;
        for (int round = 0; round < 100; round++) {
            spent += price(choose(forecast, costs)[0], forecast, 0);
        }

        // Three for each of the three arms.
        assertThat(spent).isLessThanOrEqualTo(9.0 * ROUND);
    }

    private void save(int rounds) {
        for (int round = 0; round < rounds; round++) {
            exploration.roundTook(ROUND);
        }
    }

    private Arm[] choose(Forecast forecast, PassCosts by) {
        Arm[] arms = off(forecast.size());
        choose(arms, forecast, by);
        return arms;
    }

    private void choose(Arm[] arms, Forecast forecast, PassCosts by) {
        exploration.choose(
                arms,
                forecast,
                new Acceptances(),
                by,
                new ArmPlanner(by, 0, new Traffic()),
                rate(forecast, by),
                Regime.FREE);
    }

    private static double rate(Forecast forecast, PassCosts by) {
        return new ArmPlanner(by, 0, new Traffic()).plan(Arm.OFF, forecast, 0).rate();
    }

    /** Two passes of each model for one sequence, and what they read: what is tried at most. */
    private double price(Arm arm, Forecast forecast, int i) {
        double nanos = 0;
        for (ModelRole role : List.of(ModelRole.DRAFT, ModelRole.QUALIFIER)) {
            Arm alone = role == ModelRole.DRAFT ? Arm.DRAFT_TARGET : Arm.QUALIFIER_TARGET;
            if (arm == alone || arm == Arm.DRAFT_QUALIFIER_TARGET) {
                nanos +=
                        2 * costs.decoding(role, 1)
                                + costs.reading(role, forecast.lag()[role.ordinal()][i]);
            }
        }
        return nanos;
    }

    private static List<Integer> tried(Arm[] arms) {
        List<Integer> tried = new ArrayList<>();
        for (int i = 0; i < arms.length; i++) {
            if (arms[i] != Arm.OFF) {
                tried.add(i);
            }
        }
        return tried;
    }

    private static Arm[] off(int size) {
        Arm[] arms = new Arm[size];
        Arrays.fill(arms, Arm.OFF);
        return arms;
    }

    private static Forecast forecast(List<Sequence> batch) {
        return Batches.forecast(batch, 0.3, 0.3, 0.3);
    }
}
