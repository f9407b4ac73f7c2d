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
package io.pyramidion.engine.speculation;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.DrawConstraint;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.engine.tokenizer.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SequenceTest {

    private static final int END = 3;
    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = Tokenizer.open(ModelDirectory.open(BundledFamily.target()));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void takesAcceptedCandidatesAndThenTheTargetsOwnToken() {
        Sequence sequence = sequence(10, 0, List.of());
        candidates(sequence, "one two three");
        int own = tokens(" more")[0];
        sequence.commit(2, own);
        int[] wanted = tokens("one two three");
        assertThat(sequence.generatedTokens()).containsExactly(wanted[0], wanted[1], own);
        assertThat(sequence.tokens().candidates()).isZero();
        assertThat(sequence.statistics().rounds()).isEqualTo(1);
    }

    @Test
    void leavesTheEndTokenOut() {
        Sequence sequence = sequence(10, 0, List.of());
        sequence.tokens().propose(tokens("one")[0], TokenBuffer.NO_ORIGIN);
        sequence.tokens().propose(END, TokenBuffer.NO_ORIGIN);
        sequence.tokens().qualify(2);
        sequence.commit(2, 7);
        assertThat(sequence.finishReason()).contains(FinishReason.STOP);
        assertThat(sequence.generatedTokens()).containsExactly(tokens("one")[0]);
        assertThat(sequence.text()).isEqualTo("one");
    }

    @Test
    void stopsAtMaxTokensInTheMiddleOfARound() {
        Sequence sequence = sequence(2, 0, List.of());
        candidates(sequence, "one two three four");
        sequence.commit(3, 9);
        assertThat(sequence.generatedCount()).isEqualTo(2);
        assertThat(sequence.finishReason()).contains(FinishReason.LENGTH);
    }

    @Test
    void stopsAtTheEndOfTheContext() {
        Sequence sequence =
                new Sequence(
                        "r",
                        new int[] {1, 2},
                        new int[0],
                        SamplingParameters.greedy(100),
                        Speculation.OFF,
                        Set.of(END),
                        new TextStream(tokenizer, List.of()),
                        4);
        sequence.commit(0, 50);
        assertThat(sequence.room()).isZero();
        sequence.commit(0, 51);
        assertThat(sequence.finishReason()).contains(FinishReason.LENGTH);
    }

    @Test
    void cutsTheTextBeforeAStopText() {
        Sequence sequence = sequence(20, 0, List.of("two"));
        int[] ids = tokens("one two three");
        for (int id : ids) {
            if (!sequence.isFinished()) {
                sequence.commit(0, id);
            }
        }
        assertThat(sequence.text()).isEqualTo("one ");
        assertThat(sequence.finishReason()).contains(FinishReason.STOP);
        assertThat(sequence.generatedCount()).isLessThan(ids.length);
    }

    @Test
    void letsNoStopTextEndTheFirstMinTokens() {
        Sequence sequence = sequence(20, 5, List.of("two"));
        int[] ids = tokens("two two two two two two two");
        for (int id : ids) {
            if (!sequence.isFinished()) {
                sequence.commit(0, id);
            }
        }
        assertThat(sequence.generatedCount()).isGreaterThan(5);
        assertThat(sequence.text()).startsWith("two two");
        assertThat(sequence.finishReason()).contains(FinishReason.STOP);
    }

    @Test
    void bansEndTokensBeforeMinTokens() {
        Sequence sequence = sequence(20, 2, List.of());
        sequence.tokens().propose(7, TokenBuffer.NO_ORIGIN);
        sequence.tokens().propose(8, TokenBuffer.NO_ORIGIN);
        assertThat(sequence.constraints(3))
                .extracting(DrawConstraint::banned)
                .containsExactly(Set.of(END), Set.of(END), Set.of());
    }

    @Test
    void drainsEachTokenAndCharacterOnce() {
        Sequence sequence = sequence(30, 0, List.of());
        StringBuilder text = new StringBuilder();
        int position = 0;
        for (int id : tokens("a café in Łódź 世界 at night")) {
            sequence.commit(0, id);
            Delta delta = sequence.drain();
            assertThat(delta.firstPosition()).isEqualTo(position);
            position += delta.tokenIds().length;
            text.append(delta.text());
        }
        sequence.commit(0, END);
        text.append(sequence.drain().text());
        assertThat(text).hasToString(sequence.text()).hasToString("a café in Łódź 世界 at night");
        assertThat(sequence.drain().isEmpty()).isTrue();
    }

    @Test
    void resumesWithTheTextOfWhatStood() {
        int[] stood = tokens("one two");
        Sequence sequence =
                new Sequence(
                        "r",
                        new int[] {1},
                        stood,
                        SamplingParameters.greedy(10),
                        Speculation.OFF,
                        Set.of(END),
                        new TextStream(tokenizer, List.of()),
                        100);
        assertThat(sequence.drain().isEmpty()).isTrue();
        sequence.commit(0, tokens(" three")[0]);
        assertThat(sequence.drain().firstPosition()).isEqualTo(stood.length);
        assertThat(sequence.text()).startsWith("one two");
    }

    @Test
    void isCompleteWhenResumedWithAStopText() {
        Sequence sequence =
                new Sequence(
                        "r",
                        new int[] {1},
                        tokens("one two three"),
                        SamplingParameters.greedy(10),
                        Speculation.OFF,
                        Set.of(END),
                        new TextStream(tokenizer, List.of("two")),
                        100);
        assertThat(sequence.finishReason()).contains(FinishReason.STOP);
        assertThat(sequence.text()).isEqualTo("one ");
    }

    @Test
    void needsNoMoreReadingOnceItRunsHoweverFarTheDraftFallsBehind() {
        Sequence sequence = sequence(10, 0, List.of());
        sequence.kv().occupy(0, CachedTokens.NONE);
        assertThat(sequence.kv().unreadTokens(EnumSet.allOf(ModelRole.class))).isEqualTo(2);
        sequence.kv().cache(ModelRole.DRAFT, 2);
        sequence.kv().cache(ModelRole.TARGET, 2);
        candidates(sequence, "one two three four");
        sequence.commit(4, 9);
        assertThat(sequence.kv().unreadTokens(EnumSet.allOf(ModelRole.class))).isZero();
    }

    @Test
    void onlyModelsThatReadAheadHoldUpItsFirstRoundUnlessItKeepsToItsLengths() {
        Set<ModelRole> target = EnumSet.of(ModelRole.TARGET);
        Sequence adaptive = sequence(10, 0, List.of());
        adaptive.kv().occupy(0, CachedTokens.NONE);
        adaptive.kv().cache(ModelRole.TARGET, 2);
        assertThat(adaptive.kv().unreadTokens(target)).isZero();
        assertThat(adaptive.kv().behind(ModelRole.DRAFT)).isEqualTo(3);
        Sequence fixed = tolerant(false);
        fixed.kv().occupy(1, CachedTokens.NONE);
        fixed.kv().cache(ModelRole.TARGET, 2);
        assertThat(fixed.kv().unreadTokens(target)).isEqualTo(2);
    }

    @Test
    void givesUpNoMoreOfTheTargetsSayThanItIsOpened() {
        Sequence sequence = tolerant(true);
        assertThat(sequence.tolerance().target()).isEqualTo(0.2);
        assertThat(sequence.decoded().tolerance().target()).isEqualTo(0.2);

        sequence.open(0);
        assertThat(sequence.decoded().modeName()).isEqualTo("exact");
        sequence.open(0.5);
        sequence.open(0.25);

        assertThat(sequence.tolerance().target()).isEqualTo(0.05);
        assertThat(sequence.tolerance().qualifier()).isEqualTo(0.025);
        assertThat(sequence.opened()).isEqualTo(0.5);
        assertThat(sequence.decoded().tolerance().target()).isEqualTo(0.1);
        sequence.restoreOpened(0.75);
        assertThat(sequence.decoded().tolerance().target()).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void limitsThatDoNotAdaptStayAsTheyAre() {
        Sequence sequence = tolerant(false);
        sequence.open(0);
        assertThat(sequence.tolerance().target()).isEqualTo(0.2);
        assertThat(sequence.opened()).isEqualTo(Sequence.NEVER_TOLD);
    }

    private static Sequence tolerant(boolean adaptive) {
        return new Sequence(
                "r",
                new int[] {1, 40, 2},
                new int[0],
                SamplingParameters.greedy(10),
                new Speculation(
                        true, true, 4, 4, false, new Tolerance(0.1, 0.2, Divergence.JS), adaptive),
                Set.of(END),
                new TextStream(tokenizer, List.of()),
                200);
    }

    private static Sequence sequence(int maxTokens, int minTokens, List<String> stop) {
        SamplingParameters sampling =
                new SamplingParameters(0, 1, 0, 0, 0, maxTokens, minTokens, stop, Set.of(), false);
        return new Sequence(
                "r",
                new int[] {1, 40, 2},
                new int[0],
                sampling,
                new Speculation(true, false, 4, 4),
                Set.of(END),
                new TextStream(tokenizer, stop),
                200);
    }

    private static void candidates(Sequence sequence, String text) {
        for (int id : tokens(text)) {
            sequence.tokens().propose(id, TokenBuffer.NO_ORIGIN);
        }
        sequence.tokens().qualify(sequence.tokens().proposals());
    }

    private static int[] tokens(String text) {
        return tokenizer.encode(text, false);
    }
}
