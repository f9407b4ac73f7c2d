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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Proposal;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.TokenProposer;
import io.pyramidion.engine.speculation.Tolerance;
import io.pyramidion.engine.speculation.TracedToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

import static io.pyramidion.engine.speculation.TokenProposer.DRAFT;
import static io.pyramidion.engine.speculation.TokenProposer.LOOKUP;
import static io.pyramidion.engine.speculation.TokenProposer.QUALIFIER;
import static io.pyramidion.engine.speculation.TokenProposer.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

/** Who proposed each token, whoever it was. */
class TraceTest {

    private static final int CONTEXT = 128;
    private static final int TOKENS = 60;

    /** What a scripted decoder says of a token of the script, and of one that is not. */
    private static final double SURE = Math.exp(-0.1f);

    private static final double UNSURE = Math.exp(-1.5f);

    /** A text of two tokens repeats itself soon. */
    private static final LogitRules TWO_TOKENS =
            new LogitRules(1, 0, 0, Map.of(), Set.of(100, 101), Set.of(), List.of());

    private final Pyramid pyramid = ScriptedPyramid.load(0.7);

    @AfterEach
    void free() {
        pyramid.free();
    }

    @Test
    void theDraftsTokensAreTheDraftsAndTheOthersTheTargets() {
        Sequence sequence = run(new Speculation(true, false, 4, 4));

        assertThat(proposers(sequence)).containsOnlyKeys(DRAFT, TARGET);
        assertThat(proposers(sequence).get(DRAFT))
                .isEqualTo(sequence.statistics().roundCount().accepted());
        assertThatChancesAreTheProposersOwn(sequence);
    }

    @Test
    void whatTheDraftProposedAndTheQualifierKeptIsTheDrafts() {
        Sequence sequence = run(new Speculation(true, true, 2, 4));

        Map<TokenProposer, Long> proposers = proposers(sequence);
        assertThat(proposers).containsOnlyKeys(DRAFT, QUALIFIER, TARGET);
        assertThat(proposers.get(DRAFT) + proposers.get(QUALIFIER))
                .isEqualTo(sequence.statistics().roundCount().accepted());
        assertThatChancesAreTheProposersOwn(sequence);
    }

    @Test
    void theQualifierProposesWhereThereIsNoDraft() {
        Sequence sequence = run(new Speculation(false, true, 4, 4));

        assertThat(proposers(sequence)).containsOnlyKeys(QUALIFIER, TARGET);
        assertThatChancesAreTheProposersOwn(sequence);
    }

    @Test
    void everyTokenOfPlainDecodingIsTheTargets() {
        assertThat(proposers(run(Speculation.OFF))).isEqualTo(Map.of(TARGET, (long) TOKENS));
    }

    @Test
    void aGuessThatTheTargetKeptIsPromptLookups() {
        Sequence sequence =
                run(
                        new Speculation(false, false, 4, 4, true, Tolerance.NONE),
                        sampling(0, TWO_TOKENS));

        assertThat(proposers(sequence)).containsOnlyKeys(LOOKUP, TARGET);
        assertThat(proposers(sequence).get(LOOKUP))
                .isEqualTo(sequence.statistics().roundCount().accepted());
        assertThat(chances(sequence, LOOKUP)).containsOnly(OptionalDouble.empty());
    }

    @Test
    void aGuessThatEveryModelKeptIsPromptLookups() {
        Sequence sequence =
                run(
                        new Speculation(true, true, 4, 6, true, Tolerance.NONE),
                        sampling(0, TWO_TOKENS));

        assertThat(proposers(sequence)).containsOnlyKeys(LOOKUP, DRAFT, QUALIFIER, TARGET);
    }

    @Test
    void aTokenThatStandsByToleranceIsItsProposers() {
        Tolerance all = new Tolerance(1, 1, Divergence.JS);
        Sequence sequence = run(new Speculation(true, true, 2, 3, false, all));

        Map<TokenProposer, Long> proposers = proposers(sequence);
        assertThat(proposers).containsOnlyKeys(DRAFT, QUALIFIER, TARGET);
        assertThat(proposers.get(DRAFT))
                .as("two of the draft's for each of the qualifier's and of the target's own")
                .isEqualTo(2 * proposers.get(TARGET));
        assertThat(proposers.get(QUALIFIER)).isEqualTo(proposers.get(TARGET));
        assertThatChancesAreTheProposersOwn(sequence);
    }

    @Test
    void requestsThatTraceAndOthersShareARound() {
        Speculation speculation = new Speculation(true, true, 2, 4);
        Sequence traced = sequence(speculation.traced(true), sampling(1, LogitRules.NONE));
        Sequence other = sequence(speculation, sampling(1, LogitRules.NONE));
        run(List.of(traced, other));

        assertThat(traced.generatedTokens()).isEqualTo(other.generatedTokens());
        assertThat(other.isTraced()).isFalse();
        assertThat(other.trace()).isEmpty();
        assertThat(other.proposals()).isEmpty();
        assertThat(other.drain().trace()).isEmpty();
    }

    private static void assertThatChancesAreTheProposersOwn(Sequence sequence) {
        assertThat(chances(sequence, TARGET)).containsOnly(OptionalDouble.empty());
        for (TokenProposer model : List.of(DRAFT, QUALIFIER)) {
            assertThat(chances(sequence, model))
                    .isSubsetOf(OptionalDouble.of(SURE), OptionalDouble.of(UNSURE));
        }
    }

    private static List<OptionalDouble> chances(Sequence sequence, TokenProposer by) {
        return sequence.proposals().stream()
                .filter(proposal -> proposal.by() == by)
                .map(Proposal::chance)
                .toList();
    }

    /** Tokens by proposer; each is there once, and their texts are the text. */
    private static Map<TokenProposer, Long> proposers(Sequence sequence) {
        assertThat(sequence.generatedCount()).isEqualTo(TOKENS);
        assertThat(sequence.trace())
                .hasSize(TOKENS)
                .extracting(TracedToken::proposal)
                .isEqualTo(sequence.proposals());
        assertThat(sequence.trace().stream().map(TracedToken::text).collect(Collectors.joining()))
                .isEqualTo(sequence.text());
        return sequence.proposals().stream()
                .collect(Collectors.groupingBy(Proposal::by, Collectors.counting()));
    }

    private Sequence run(Speculation speculation) {
        return run(speculation, sampling(1, LogitRules.NONE));
    }

    private Sequence run(Speculation speculation, SamplingParameters sampling) {
        Sequence sequence = sequence(speculation.traced(true), sampling);
        run(List.of(sequence));
        return sequence;
    }

    private void run(List<Sequence> sequences) {
        try (Generator generator = new Generator(pyramid, new KvPlan(2, CONTEXT), 16)) {
            generator.run(sequences);
        }
    }

    private Sequence sequence(Speculation speculation, SamplingParameters sampling) {
        return pyramid.sequences()
                .create("r", new int[] {50, 60, 70}, new int[0], sampling, speculation, CONTEXT);
    }

    private static SamplingParameters sampling(double temperature, LogitRules rules) {
        return new SamplingParameters(temperature, 1, 0, 0, 7, TOKENS, 0, List.of(), Set.of(), true)
                .withRules(rules);
    }
}
