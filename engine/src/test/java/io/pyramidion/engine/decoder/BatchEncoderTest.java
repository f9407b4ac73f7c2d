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
package io.pyramidion.engine.decoder;

import io.pyramidion.engine.sampling.SamplingParameters;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class BatchEncoderTest {

    private static final SamplingParameters GREEDY = SamplingParameters.greedy(1);
    private static final SamplingParameters WARM =
            new SamplingParameters(0.7, 0.9, 40, 0.05, 1, 9, 0, List.of(), Set.of(), false);

    @Test
    void laysOutTheHeaderAndThenEachBlockColumnByColumn() {
        LogitEdits shared = edit(70, 0.5, 1.5, -0.25);
        Draw first = draw(GREEDY, 0, new int[] {5, 6}, List.of(shared), Set.of());
        Draw second =
                draw(
                        WARM,
                        0x0000000300000002L,
                        first.constraint().allowed(),
                        List.of(shared, edit(71, 0, 2, 0)),
                        Set.of(9));
        Draw third =
                new Draw(
                        GREEDY,
                        0,
                        DrawConstraint.NONE,
                        true,
                        Optional.of(new Comparison(Divergence.KL, 4, 8)),
                        Optional.of(new Scoring(3, 8)),
                        true);
        BatchEncoder batch =
                new BatchEncoder(
                        List.of(
                                new Row(2, 10, new int[] {100, 101}, List.of(first, second)),
                                new Row(0, 3, new int[] {200}, List.of(third))),
                        50);
        assertThat(batch.integers())
                .containsExactly(
                        // The header, by the fields' order.
                        2,
                        2,
                        3,
                        16,
                        -1,
                        1,
                        40,
                        1,
                        1,
                        1,
                        1,
                        1,
                        4,
                        2,
                        2,
                        1,
                        3,
                        1,
                        1,
                        // Tokens, cache places and positions.
                        100,
                        101,
                        200,
                        110,
                        111,
                        3,
                        10,
                        11,
                        3,
                        // Slots; what attention sees, padded, and where what is fed is there.
                        2,
                        0,
                        0,
                        1,
                        2,
                        2,
                        0,
                        1,
                        2,
                        // Which of the fed tokens the outputs are.
                        0,
                        1,
                        2,
                        // Sampled output and its keys; ban; what is kept; the comparison.
                        1,
                        2,
                        3,
                        1,
                        9,
                        2,
                        2,
                        4,
                        2,
                        8,
                        // Runs of allowed tokens, runs of edits; the scored output, the measured
                        // one.
                        0,
                        0,
                        2,
                        2,
                        5,
                        6,
                        0,
                        1,
                        2,
                        1,
                        70,
                        71,
                        2,
                        8,
                        2);
        assertThat(batch.floats()).containsExactly(0.7, 0.9, 40, 0.05, 0.5, 0, 1.5, 2, -0.25, 0);
    }

    @Test
    void readsTheAnswerPartByPart() {
        Draw scored =
                new Draw(
                        WARM,
                        1,
                        DrawConstraint.NONE,
                        false,
                        Optional.of(new Comparison(Divergence.JS, 0, 8)),
                        Optional.of(new Scoring(1, 8)),
                        false);
        List<Draw> draws = List.of(measured(), scored, measured());
        BatchEncoder batch =
                new BatchEncoder(List.of(new Row(0, 0, new int[] {1, 2, 3}, draws)), 9);
        Drawn drawn =
                batch.drawn(
                        new double[] {
                            // Tokens; the divergence; margins, log-probabilities and entropies.
                            70,
                            71,
                            72,
                            0.5,
                            1.5,
                            1e9,
                            -0.25,
                            -1e9,
                            0.75,
                            -1e-9,
                            // Log-probabilities of the drawn and the proposed token, the likeliest.
                            -3,
                            -4,
                            -1,
                            9
                        });
        assertThat(drawn.tokens()).containsExactly(70, 71, 72);
        assertThat(drawn.divergences()).containsExactly(Double.NaN, 0.5, Double.NaN);
        assertThat(drawn.confidences())
                .isEqualTo(
                        Map.of(
                                0,
                                new Confidence(1.5f, -0.25f, 0.75f),
                                2,
                                new Confidence(
                                        Confidence.MAX_MARGIN, Confidence.MIN_LOG_PROBABILITY, 0)));
        assertThat(drawn.scores()).containsOnlyKeys(1);
        assertThat(drawn.scores().get(1).proposed().logprob()).isEqualTo(-4);
        assertThat(drawn.scores().get(1).drawn().topIds()).containsExactly(9);
    }

    private static Draw measured() {
        return new Draw(
                GREEDY, 0, DrawConstraint.NONE, false, Optional.empty(), Optional.empty(), true);
    }

    @Test
    void whatNeighbouringDrawsShareIsWrittenOnce() {
        LogitEdits penalties = new LogitEdits();
        for (int token = 0; token < 1000; token++) {
            penalties.add(token, 0, 1, -1);
        }
        Draw draw = draw(GREEDY, 0, new int[0], List.of(penalties), Set.of());
        int[] tokens = new int[16];
        int constrained = encoded(new Row(0, 0, tokens, Collections.nCopies(16, draw)));
        int free = encoded(new Row(0, 0, tokens, Collections.nCopies(16, new Draw(GREEDY, 0))));
        assertThat(constrained - free).isEqualTo(6 * 1000);
    }

    @Test
    void aRunEndsWhereADrawDoesNotShareAndAnotherStartsBehindIt() {
        LogitEdits edits = edit(7, 1, 1, 0);
        Draw edited = draw(GREEDY, 0, new int[0], List.of(edits), Set.of());
        Row row = new Row(0, 0, new int[3], List.of(edited, new Draw(GREEDY, 0), edited));
        long[] integers = new BatchEncoder(List.of(row), 9).integers();
        assertThat(integers[HeaderField.EDITS.ordinal()]).isEqualTo(2);
        assertThat(integers).endsWith(0, 2, 1, 1, 7, 7);
    }

    @Test
    void rowsThatShareAnEditGetARunEach() {
        Draw edited = draw(GREEDY, 0, new int[0], List.of(edit(7, 1, 1, 0)), Set.of());
        Row one = new Row(0, 0, new int[1], List.of(edited));
        Row other = new Row(1, 0, new int[1], List.of(edited));
        assertThat(new BatchEncoder(List.of(one, other), 9).integers()).endsWith(0, 1, 1, 1, 7, 7);
    }

    private static int encoded(Row row) {
        BatchEncoder batch = new BatchEncoder(List.of(row), 100);
        return batch.integers().length + batch.floats().length;
    }

    private static LogitEdits edit(int token, double bias, double factor, double addend) {
        LogitEdits edits = new LogitEdits();
        edits.add(token, bias, factor, addend);
        return edits;
    }

    private static Draw draw(
            SamplingParameters sampling,
            long key,
            int[] allowed,
            List<LogitEdits> edits,
            Set<Integer> banned) {
        return new Draw(sampling, key, new DrawConstraint(allowed, edits, banned));
    }
}
