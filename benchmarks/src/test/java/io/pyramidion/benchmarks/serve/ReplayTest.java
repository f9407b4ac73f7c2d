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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.PassCost;
import io.pyramidion.simulation.profile.TextKind;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Windows once more on a machine on which each pass of the target takes 10 ms. */
class ReplayTest {

    private static final Offset<Double> CLOSE = within(0.1);
    private static final PassCost TARGET = pass -> 10;
    private static final PassCost CHEAP = pass -> 0.5;
    private static final CostProfile PROFILE =
            new CostProfile(
                    "a machine",
                    "made up",
                    0,
                    Map.of(
                            ModelRole.TARGET,
                            TARGET,
                            ModelRole.QUALIFIER,
                            CHEAP,
                            ModelRole.DRAFT,
                            CHEAP),
                    List.of(TextKind.STORIES, TextKind.TASKS));

    private final List<Policy> policies = Policy.all(true);
    private final Policy plain = policies.get(0);
    private final ServeResults results =
            new ServeResults(
                    policies,
                    1,
                    Map.of(
                            SloClass.INTERACTIVE, Objective.NONE,
                            SloClass.STANDARD, Objective.NONE,
                            SloClass.BATCH, Objective.NONE));
    private final Replay replay = new Replay(PROFILE, 4, 8);

    /** A pass reads the prompt but for its last token, and five draw the text. */
    @Test
    void takesTheProfilesTimesForTheRunsRequests() {
        Replay.Figures figures =
                replay.simulated(results, plain, List.of(window(whole(5, 777))), id -> 20);

        assertThat(figures.meanEndToEnd()).isEqualTo(60, CLOSE);
        assertThat(figures.highEndToEnd()).isEqualTo(60, CLOSE);
        assertThat(figures.tokensPerSecond()).isEqualTo(5 / 0.06, CLOSE);
    }

    @Test
    void readsOnlyWhatTheJobHadToRead() {
        List<Window> windows = List.of(window(whole(5, 777)));

        double brief = replay.simulated(results, plain, windows, id -> 20).meanEndToEnd();
        double lengthy = replay.simulated(results, plain, windows, id -> 2000).meanEndToEnd();

        assertThat(lengthy).isGreaterThan(brief + 10);
    }

    @Test
    void leavesOutOnBothSidesWhatWasNotWhole() {
        List<Window> alone = List.of(window(whole(5, 80)));
        Answer shed = answer(0, 3, "overloaded");
        Answer cut = answer(40, 900, "deadline");
        List<Window> beside = List.of(window(cut, whole(5, 80), shed), window(shed));

        assertThat(Replay.real(beside)).isEqualTo(new Replay.Figures(5 / 0.08, 80, 80));
        assertThat(replay.simulated(results, plain, beside, id -> 20))
                .isEqualTo(replay.simulated(results, plain, alone, id -> 20));
    }

    @Test
    void knowsEveryPolicyOfTheBenchmark() {
        List<Window> windows = List.of(window(whole(40, 777)));

        assertThat(policies)
                .allSatisfy(
                        policy ->
                                assertThat(
                                                replay.simulated(results, policy, windows, id -> 20)
                                                        .meanEndToEnd())
                                        .isBetween(40.0, 411.0));
    }

    @Test
    void tellsHowManyCellsComeNear() {
        Policy ours = policies.get(policies.size() - 1);
        ServeResults two = new ServeResults(List.of(plain, ours), 1, results.objectives());
        two.add(0.5, plain, window(whole(5, 55)));
        two.add(1, plain, window(whole(5, 100)));
        two.add(0.5, ours, window(whole(1, 20)));
        two.add(1, ours, window(whole(1, 20)));

        ReplayTable table = new ReplayTable(two, replay, id -> 20);

        assertThat(table.verdict())
                .startsWith("Within 15 % of what was measured: tokens/s: 3 of 4 cells, ")
                .contains("; mean ms: 3 of 4 cells, ", "; p99 ms: 3 of 4 cells, ");
        assertThat(table.table().toMarkdown())
                .contains(
                        "| 1.00 | plain | 50.00 | 83.33 | 1.67 | 100.00 | 60.01 | 0.60 |"
                                + " 100.00 | 60.01 | 0.60 |");
    }

    private static Window window(Answer... answers) {
        return new Window(List.of(answers));
    }

    private static Answer whole(int tokens, double millis) {
        return answer(tokens, millis, "length");
    }

    private static Answer answer(int tokens, double millis, String reason) {
        Planned planned = new Planned(0, "a prompt", 1, 100, true, SloClass.STANDARD);
        return new Answer("an id", planned, 1, millis, Collections.nCopies(tokens, 7), reason);
    }
}
