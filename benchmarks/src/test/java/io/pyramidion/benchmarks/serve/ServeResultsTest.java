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

import io.pyramidion.operators.request.SloClass;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What is made of answers whose times are given. */
class ServeResultsTest {

    private static final Offset<Double> CLOSE = Offset.offset(1e-9);
    private static final Map<SloClass, Objective> OBJECTIVES =
            Map.of(
                    SloClass.INTERACTIVE, new Objective(100, 10),
                    SloClass.STANDARD, new Objective(1000, 100),
                    SloClass.BATCH, Objective.NONE);

    private final List<Policy> policies = Policy.all(true);
    private final Policy plain = policies.get(0);
    private final Policy fixed = policies.get(1);
    private final Policy ours = policies.get(policies.size() - 1);
    private final ServeResults results =
            new ServeResults(List.of(plain, fixed, ours), 2, OBJECTIVES);

    @Test
    void countsWhatWasAskedForInTime() {
        Answer inTime = answer(SloClass.INTERACTIVE, 0, 90, 190, 11, "stop");
        Answer lateStart = answer(SloClass.INTERACTIVE, 0, 110, 190, 11, "stop");
        Answer slow = answer(SloClass.INTERACTIVE, 0, 90, 200, 11, "stop");
        Answer shed = answer(SloClass.INTERACTIVE, 0, 5, 5, 0, "overloaded");
        Window window = new Window(List.of(inTime, lateStart, slow, shed));
        results.add(1, ours, window);

        assertThat(results.attainment(1, ours, SloClass.INTERACTIVE)).isEqualTo(0.25);
        assertThat(window.goodput(OBJECTIVES)).isEqualTo(11 / 0.2, CLOSE);
        assertThat(window.tokensPerSecond()).isEqualTo(33 / 0.2, CLOSE);
    }

    @Test
    void takesNoTimeFromAnAnswerThatIsNotWhole() {
        Answer whole = answer(SloClass.STANDARD, 0, 90, 200, 11, "stop");
        Answer shed = answer(SloClass.STANDARD, 0, 5, 5, 0, "overloaded");
        results.add(1, ours, new Window(List.of(whole, shed)));

        assertThat(results.meanEndToEnd(1, ours)).isEqualTo(200, CLOSE);
        assertThat(new Objectives().of(List.of(whole, shed)).get(SloClass.INTERACTIVE))
                .isEqualTo(new Objective(180, 17));
    }

    @Test
    void measuresAWindowUntilItsLastAnswer() {
        Window window =
                new Window(
                        List.of(
                                answer(SloClass.BATCH, 1, 100, 3000, 10, "length"),
                                answer(SloClass.BATCH, 2, 100, 500, 10, "length")));

        assertThat(window.seconds()).isEqualTo(3, CLOSE);
    }

    @Test
    void comparesOnlyWholeTextsWithPlainDecodings() {
        results.add(1, plain, texts(2, 3, 4));
        results.add(1, fixed, texts(2, 3, 5));
        results.add(
                1,
                ours,
                new Window(
                        List.of(
                                text(List.of(2), "stop"),
                                text(List.of(), "overloaded"),
                                text(List.of(4), "stop"))));

        assertThat(results.differing(fixed)).isOne();
        assertThat(results.differing(ours)).isZero();
    }

    @Test
    void findsTheBestFixedPolicyOverAllLoads() {
        for (double load : new double[] {1, 2}) {
            results.add(load, plain, latency(100));
            results.add(load, fixed, latency(load == 1 ? 50 : 100));
            results.add(load, ours, latency(50));
        }

        assertThat(results.bestSingle()).isEqualTo(fixed);
        assertThat(results.meanOverLoads(fixed)).isEqualTo(Math.sqrt(50 * 100), CLOSE);
    }

    @Test
    void takesTheCapacityFromTheTimeInWhichTheBatchIsFull() {
        // Two slots, an answer every half second, but for the first and the last two.
        Window window =
                new Window(
                        List.of(
                                end(9000),
                                end(10000),
                                end(10500),
                                end(11000),
                                end(11500),
                                end(20000),
                                end(30000)));

        assertThat(Capacity.of(window, 2)).isEqualTo(3 * 1e3 / (20000 - 10500), CLOSE);
    }

    private static Answer end(double millis) {
        return answer(SloClass.BATCH, 0, millis, millis, 1, "stop");
    }

    private static Window latency(double millis) {
        return new Window(List.of(answer(SloClass.STANDARD, 0, 1, millis, 2, "stop")));
    }

    /** Of one token each. */
    private static Window texts(int... tokens) {
        return new Window(
                Arrays.stream(tokens).mapToObj(token -> text(List.of(token), "stop")).toList());
    }

    private static Answer text(List<Integer> tokens, String reason) {
        return new Answer("an id", planned(SloClass.STANDARD, 0), 1, 2, tokens, reason);
    }

    private static Answer answer(
            SloClass kind, double at, double ttft, double end, int tokens, String reason) {
        return new Answer(
                "an id", planned(kind, at), ttft, end, Collections.nCopies(tokens, 7), reason);
    }

    private static Planned planned(SloClass kind, double at) {
        return new Planned(at, "a prompt", 1, 10, false, kind);
    }
}
