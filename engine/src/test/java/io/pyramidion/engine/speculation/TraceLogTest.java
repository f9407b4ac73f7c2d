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
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.engine.tokenizer.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The texts of traced tokens: together the text, piece by piece and as a whole. */
class TraceLogTest {

    private static final int END = 3;
    private static final Proposal DRAFTS =
            new Proposal(TokenProposer.DRAFT, OptionalDouble.of(0.75));

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
    void aCharacterComesWithTheTokenThatCompletesIt() {
        String text = "a café in Łódź 世界 at 🦊 night";
        Sequence sequence = sequence(new int[0]);
        List<TracedToken> drained = commit(sequence, tokens(text));
        sequence.commit(0, END);

        assertThat(sequence.drain().trace()).isEmpty();
        assertThat(sequence.text()).isEqualTo(text);
        assertThat(drained)
                .hasSize(sequence.generatedCount())
                .isEqualTo(sequence.trace())
                .extracting(TracedToken::text)
                .contains("", "世", "🦊");
        assertThat(joined(drained)).isEqualTo(text);
    }

    @Test
    void aStopTextIsInNoTokensText() {
        Sequence sequence = sequence(new int[0], "wood");
        List<TracedToken> drained = commit(sequence, tokens("the fox in the wood and"));

        assertThat(sequence.finishReason()).contains(FinishReason.STOP);
        assertThat(joined(drained)).isEqualTo("the fox in the ").isEqualTo(sequence.text());
        assertThat(sequence.trace()).hasSize(sequence.generatedCount()).isEqualTo(drained);
    }

    @Test
    void whatMightHaveBecomeAStopTextComesAtTheEndAsTheLastTokens() {
        Sequence sequence = sequence(new int[0], "wood and more");
        List<TracedToken> drained = commit(sequence, tokens("the wood and"));
        sequence.commit(0, END);
        Delta last = sequence.drain();

        assertThat(last.tokenIds()).isEmpty();
        assertThat(last.trace()).containsExactly(new TracedToken("wood and", Proposal.OF_TARGET));
        assertThat(joined(drained) + last.text()).isEqualTo("the wood and");
        assertThat(sequence.trace()).hasSize(sequence.generatedCount());
        assertThat(joined(sequence.trace())).isEqualTo("the wood and");
    }

    @Test
    void aSequenceThatIsResumedKnowsWhoProposedWhatStood() {
        int[] stood = tokens("the fox 世");
        Sequence sequence = sequence(stood);
        sequence.restoreProposals(Collections.nCopies(stood.length, DRAFTS));
        List<TracedToken> drained = commit(sequence, tokens(" at night"));

        assertThat(joined(drained)).isEqualTo(" at night");
        assertThat(joined(sequence.trace())).isEqualTo("the fox 世 at night");
        assertThat(sequence.proposals().subList(0, stood.length)).containsOnly(DRAFTS);
        assertThat(sequence.proposals().subList(stood.length, sequence.generatedCount()))
                .containsOnly(Proposal.OF_TARGET);
    }

    @Test
    void whatWasRejectedLeavesNoTrace() {
        Sequence sequence = sequence(new int[0]);
        for (int token : tokens("one two")) {
            sequence.tokens().propose(token, TokenBuffer.NO_ORIGIN);
            sequence.proposed(DRAFTS);
        }
        sequence.tokens().qualify(sequence.tokens().proposals());

        sequence.commit(1, tokens(" more")[0]);

        assertThat(sequence.proposals()).containsExactly(DRAFTS, Proposal.OF_TARGET);
        sequence.commit(0, tokens(" and")[0]);
        assertThat(sequence.proposals())
                .containsExactly(DRAFTS, Proposal.OF_TARGET, Proposal.OF_TARGET);
    }

    /** Commits tokens one by one until the sequence ends; returns what each delta traced. */
    private static List<TracedToken> commit(Sequence sequence, int[] tokens) {
        List<TracedToken> drained = new ArrayList<>();
        for (int token : tokens) {
            if (!sequence.isFinished()) {
                sequence.commit(0, token);
                Delta delta = sequence.drain();
                assertThat(joined(delta.trace())).isEqualTo(delta.text());
                drained.addAll(delta.trace());
            }
        }
        return drained;
    }

    private static String joined(List<TracedToken> tokens) {
        return tokens.stream().map(TracedToken::text).collect(Collectors.joining());
    }

    private static Sequence sequence(int[] generated, String... stop) {
        return new Sequence(
                "r",
                new int[] {1, 40, 2},
                generated,
                new SamplingParameters(0, 1, 0, 0, 0, 90, 0, List.of(stop), Set.of(), false),
                Speculation.OFF.traced(true),
                Set.of(END),
                new TextStream(tokenizer, List.of(stop)),
                200);
    }

    private static int[] tokens(String text) {
        return tokenizer.encode(text, false);
    }
}
