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

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class DecoderITCase {

    private static final Offset<Double> ROUNDING = Offset.offset(2e-4);
    private static final Draw GREEDY = new Draw(SamplingParameters.greedy(1), 0);

    private static Decoder decoder;
    private KvCache cache;

    @BeforeAll
    static void load() {
        decoder =
                new DecoderLoader(1)
                        .load(ModelDirectory.open(BundledFamily.target()), Precision.FLOAT32);
    }

    @AfterAll
    static void free() {
        decoder.close();
    }

    @BeforeEach
    void allocate() {
        cache = decoder.allocate(6, 64);
    }

    @AfterEach
    void release() {
        cache.close();
    }

    @Test
    void readingAPromptInPiecesGivesWhatReadingItAtOnceGives() {
        int[] prompt = tokens(20, 1);
        double[] whole = lastLogits(new Row(0, 0, prompt, List.of(GREEDY)));
        decoder.sample(cache, List.of(new Row(3, 0, Arrays.copyOf(prompt, 7), List.of())));
        decoder.sample(cache, List.of(new Row(3, 7, Arrays.copyOfRange(prompt, 7, 19), List.of())));
        double[] pieces = lastLogits(new Row(3, 19, new int[] {prompt[19]}, List.of(GREEDY)));
        assertThat(pieces).containsExactly(whole, ROUNDING);
    }

    @Test
    void raggedRowsInScatteredSlotsGiveWhatEachGivesAlone() {
        List<Row> rows = new ArrayList<>();
        int[] slots = {4, 1, 2};
        for (int i = 0; i < slots.length; i++) {
            rows.add(new Row(slots[i], 0, tokens(3 + 4 * i, i), List.of(GREEDY, GREEDY)));
        }
        double[][] together = decoder.logits(cache, rows);
        for (int i = 0; i < slots.length; i++) {
            double[][] alone = decoder.logits(cache, List.of(rows.get(i)));
            assertThat(together[2 * i]).containsExactly(alone[0], ROUNDING);
            assertThat(together[2 * i + 1]).containsExactly(alone[1], ROUNDING);
        }
    }

    @Test
    void consecutiveSlotsAreReadLikeScatteredOnes() {
        Row first = new Row(2, 0, tokens(5, 1), List.of(GREEDY));
        Row second = new Row(3, 0, tokens(9, 2), List.of(GREEDY));
        double[][] view = decoder.logits(cache, List.of(first, second));
        double[][] gathered = decoder.logits(cache, List.of(second, first));
        assertThat(view[0]).containsExactly(gathered[1], ROUNDING);
        assertThat(view[1]).containsExactly(gathered[0], ROUNDING);
    }

    @Test
    void rollingBackIsJustFeedingFromAnEarlierPosition() {
        int[] prompt = tokens(8, 3);
        double[] wanted = lastLogits(new Row(0, 0, prompt, List.of(GREEDY)));
        decoder.sample(cache, List.of(new Row(0, 5, tokens(9, 4), List.of())));
        int[] tail = Arrays.copyOfRange(prompt, 5, 8);
        assertThat(lastLogits(new Row(0, 5, tail, List.of(GREEDY))))
                .containsExactly(wanted, ROUNDING);
    }

    @Test
    void greedyDrawsAreTheLargestLogitThatIsNotBanned() {
        Row row = new Row(0, 0, tokens(6, 5), List.of(GREEDY));
        double[] logits = lastLogits(row);
        int best = argmax(logits);
        assertThat(decoder.sample(cache, List.of(row))).containsExactly(best);
        Draw banned = new Draw(GREEDY.sampling(), 0, DrawConstraint.banning(Set.of(best)));
        logits[best] = Double.NEGATIVE_INFINITY;
        assertThat(decoder.sample(cache, List.of(new Row(0, 0, row.tokens(), List.of(banned)))))
                .containsExactly(argmax(logits));
    }

    @Test
    void aDrawDependsOnItsKeyAndNotOnItsCompanions() {
        SamplingParameters warm = sampling(1.2, 0.9, 40, 0.01);
        int[] prompt = tokens(4, 6);
        List<Integer> alone = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            SamplingParameters mixed = i % 2 == 0 ? warm : sampling(0.7, 1, 0, 0);
            rows.add(
                    new Row(
                            i,
                            0,
                            prompt,
                            List.of(new Draw(i == 3 ? GREEDY.sampling() : mixed, 77L * i))));
            alone.add(decoder.sample(cache, List.of(rows.get(i)))[0]);
        }
        assertThat(decoder.sample(cache, rows))
                .containsExactly(alone.stream().mapToInt(Integer::intValue).toArray());
        assertThat(Set.copyOf(alone)).hasSizeGreaterThan(2);
    }

    @Test
    void comparesItsOwnLogitsWithWhatTheLedgerKept() {
        int[] one = tokens(5, 7);
        int[] other = tokens(5, 8);
        double[] verifier = lastLogits(new Row(0, 0, one, List.of(GREEDY)));
        double[] proposer = lastLogits(new Row(0, 0, other, List.of(GREEDY)));
        int token = 50;
        DrawConstraint banned = DrawConstraint.banning(Set.of(token));
        Draw kept = new Draw(GREEDY.sampling(), 0, banned, true, Optional.empty());
        try (Ledger ledger = decoder.ledger()) {
            decoder.sample(cache, List.of(new Row(0, 0, one, List.of(kept))), ledger);
            decoder.sample(cache, List.of(new Row(0, 0, other, List.of(kept))), ledger);
            assertThat(ledger.rows()).isEqualTo(2);
            List<Row> rows = new ArrayList<>();
            for (Divergence measure : Divergence.values()) {
                Draw draw =
                        new Draw(
                                sampling(0.5, 0.5, 3, 0.1),
                                1,
                                banned,
                                true,
                                Optional.of(new Comparison(measure, 1, token)));
                rows.add(new Row(measure.ordinal(), 0, one, List.of(GREEDY, draw)));
            }
            double[] found = decoder.sample(cache, rows, ledger).divergences();
            for (Divergence measure : Divergence.values()) {
                int draw = 2 * measure.ordinal();
                assertThat(found[draw]).as("a draw that asks nothing").isNaN();
                assertThat(found[draw + 1])
                        .as(measure.wireName())
                        .isCloseTo(
                                ReferenceDivergence.of(measure, verifier, proposer, token),
                                Offset.offset(1e-3));
            }
        }
    }

    @Test
    void editsHoldForTheirRunsOfDraws() {
        int[] prompt = tokens(7, 9);
        List<Draw> three = List.of(GREEDY, GREEDY, GREEDY);
        double[][] logits = decoder.logits(cache, List.of(new Row(0, 0, prompt, three)));
        int[] best = new int[3];
        for (int i = 0; i < 3; i++) {
            best[i] = argmax(logits[i]);
        }
        LogitEdits two = new LogitEdits();
        two.add(17, 1000, 1, -2000);
        LogitEdits second = new LogitEdits();
        second.add(18, 0, 1, 500);
        LogitEdits third = new LogitEdits();
        third.add(19, 600, 2, 0);
        LogitEdits first = new LogitEdits();
        first.add(best[0], 0, 1, 1);
        List<Draw> changed = List.of(draw(first), draw(two, second), draw(two, third));
        DrawConstraint either = new DrawConstraint(new int[] {30, 31}, List.of(), Set.of());
        Draw limited = new Draw(GREEDY.sampling(), 0, either);
        Row edited = new Row(0, 0, prompt, changed);
        Row plain = new Row(1, 0, prompt, three);
        Row restricted = new Row(2, 0, prompt, List.of(limited, limited, limited));
        int[] found = decoder.sample(cache, List.of(edited, plain, restricted));
        assertThat(Arrays.copyOf(found, 6))
                .containsExactly(best[0], 18, 19, best[0], best[1], best[2]);
        for (int i = 0; i < 3; i++) {
            assertThat(found[6 + i]).isEqualTo(logits[i][30] > logits[i][31] ? 30 : 31);
        }
    }

    private static Draw draw(LogitEdits... edits) {
        return new Draw(
                GREEDY.sampling(), 0, new DrawConstraint(new int[0], List.of(edits), Set.of()));
    }

    private static SamplingParameters sampling(double t, double topP, int topK, double minP) {
        return new SamplingParameters(t, topP, topK, minP, 0, 1, 0, List.of(), Set.of(), false);
    }

    private double[] lastLogits(Row row) {
        return decoder.logits(cache, List.of(row))[row.draws().size() - 1];
    }

    private static int argmax(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static int[] tokens(int count, long seed) {
        return new Random(seed).ints(count, 4, 4096).toArray();
    }
}
