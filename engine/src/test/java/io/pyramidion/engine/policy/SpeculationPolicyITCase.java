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

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.LoadedFamily;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever a policy decides, in mode exact the texts are those of plain decoding. */
class SpeculationPolicyITCase {

    private static final int CONTEXT = 256;
    private static final int TOKENS = 30;

    /** Two tasks, on which the models mostly agree, and four stories, on which they do not. */
    private static final int[] GOLDEN = {0, 1, 3, 7, 11, 15};

    private static final Speculation ALL = new Speculation(true, true, 3, 6, true, Tolerance.NONE);

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    private static List<int[]> plain;

    @BeforeAll
    static void decodePlainly() {
        List<Sequence> sequences = sequences(Speculation.OFF);
        run(sequences, new FixedPolicy());
        plain = sequences.stream().map(Sequence::generatedTokens).toList();
    }

    @Test
    void theBatchMayChangeItsModelsEveryRound() {
        List<Lookahead> arms =
                List.of(
                        new Lookahead(true, true, false, 2, 5),
                        Lookahead.NONE,
                        new Lookahead(true, false, false, 0, 3),
                        new Lookahead(false, false, true, 0, 4),
                        new Lookahead(false, true, true, 0, 3),
                        new Lookahead(true, true, true, 3, 4));
        List<Sequence> sequences = sequences(ALL);
        int[] rounds = {0};
        List<RoundOutcome> outcomes =
                run(
                        sequences,
                        batch -> {
                            Lookahead arm =
                                    arms.get((batch.isEmpty() ? 0 : rounds[0]++) % arms.size());
                            return sequence -> arm;
                        });
        assertPlain(sequences);
        assertThat(outcomes).hasSizeGreaterThan(arms.size());
        for (int i = 0; i < outcomes.size(); i++) {
            RoundOutcome outcome = outcomes.get(i);
            Lookahead arm = arms.get(i % arms.size());
            assertThat(outcome.forwards(ModelRole.TARGET)).isEqualTo(1);
            if (!arm.draft()) {
                assertThat(outcome.forwards(ModelRole.DRAFT)).as("round %d", i).isZero();
            }
            if (!arm.qualifier()) {
                assertThat(outcome.forwards(ModelRole.QUALIFIER)).as("round %d", i).isZero();
            }
        }
        assertThat(outcomes.get(0).forwards(ModelRole.QUALIFIER)).isPositive();
        assertThat(outcomes.get(2).forwards(ModelRole.DRAFT)).isEqualTo(3);
        assertThat(outcomes.get(4).forwards(ModelRole.QUALIFIER)).isPositive();
    }

    @Test
    void lengthsMayDifferFromSequenceToSequence() {
        List<Sequence> sequences = sequences(ALL);
        List<RoundOutcome> outcomes =
                run(
                        sequences,
                        batch ->
                                sequence ->
                                        new Lookahead(
                                                true,
                                                false,
                                                false,
                                                0,
                                                sequences.indexOf(sequence)));
        assertPlain(sequences);
        for (int i = 0; i < sequences.size(); i++) {
            assertThat(longestRun(outcomes, sequences.get(i), AcceptanceStage.DRAFT_TARGET))
                    .isEqualTo(i);
        }
    }

    @Test
    void draftingStopsWhereThePlanSaysSo() {
        List<Sequence> sequences = sequences(new Speculation(true, false, 5, 1));
        List<RoundOutcome> outcomes =
                run(sequences, batch -> new StopAfter(ModelRole.DRAFT, sequences.get(2)));
        assertPlain(sequences);
        for (Sequence sequence : sequences) {
            assertThat(longestRun(outcomes, sequence, AcceptanceStage.DRAFT_TARGET))
                    .isEqualTo(sequence == sequences.get(2) ? 5 : 1);
        }
    }

    @Test
    void qualifyingStopsWhereThePlanSaysSo() {
        List<Sequence> sequences = sequences(new Speculation(true, true, 2, 6));
        List<RoundOutcome> outcomes =
                run(sequences, batch -> new StopAfter(ModelRole.QUALIFIER, sequences.get(2)));
        assertPlain(sequences);
        for (Sequence sequence : sequences) {
            // Two of the draft's and the qualifier's own.
            assertThat(longestRun(outcomes, sequence, AcceptanceStage.QUALIFIER_TARGET))
                    .isEqualTo(sequence == sequences.get(2) ? 6 : 3);
        }
    }

    @Test
    void thePlanSeesEveryPassOfTheProposers() {
        List<Sequence> sequences = sequences(new Speculation(true, true, 2, 4)).subList(0, 1);
        List<ProposalPass> passes = new ArrayList<>();
        List<RoundOutcome> outcomes =
                run(
                        sequences,
                        batch ->
                                new Asked() {
                                    @Override
                                    public Predicate<Sequence> proceeding(ProposalPass pass) {
                                        passes.add(pass);
                                        return super.proceeding(pass);
                                    }
                                });
        Sequence sequence = sequences.get(0);
        for (ModelRole role : List.of(ModelRole.DRAFT, ModelRole.QUALIFIER)) {
            int forwards = outcomes.stream().mapToInt(outcome -> outcome.forwards(role)).sum();
            assertThat(passes).filteredOn(pass -> pass.model() == role).hasSize(forwards);
        }
        assertThat(passes.get(0).proposed())
                .containsExactly(new ProposalPass.Proposed(sequence, 1, 1, true, List.of()));
        assertThat(passes.get(1).proposed())
                .containsExactly(new ProposalPass.Proposed(sequence, 1, 2, false, List.of()));
    }

    @Test
    void theTargetReadsOnlyTheCandidatesThatThePlanKeeps() {
        for (Speculation speculation : List.of(ALL, new Speculation(true, false, 5, 1))) {
            List<Sequence> sequences = sequences(speculation);
            List<RoundOutcome> outcomes =
                    run(
                            sequences,
                            batch ->
                                    new Asked() {
                                        @Override
                                        public int[] kept(List<Sequence> all, int[] candidates) {
                                            return Arrays.stream(candidates)
                                                    .map(count -> Math.min(count, 2))
                                                    .toArray();
                                        }
                                    });
            assertPlain(sequences);
            AcceptanceStage last =
                    speculation.useQualifier()
                            ? AcceptanceStage.QUALIFIER_TARGET
                            : AcceptanceStage.DRAFT_TARGET;
            for (Sequence sequence : sequences) {
                assertThat(longestRun(outcomes, sequence, last)).isEqualTo(2);
            }
        }
    }

    /** Its row is long then and gets a pass of its own; in mode fuzzy it leaves logits behind. */
    @Test
    void aDraftThatComesBackLateChangesNoText() {
        int tokens = 120;
        Tolerance some = new Tolerance(0.08, 0.15, Divergence.JS);
        Speculation fuzzy = new Speculation(true, true, 2, 4, false, some);
        List<int[]> alone = new ArrayList<>();
        for (Sequence sequence : sequences(fuzzy, tokens)) {
            run(List.of(sequence), batch -> new LateDraft(new ArrayList<>()));
            alone.add(sequence.generatedTokens());
        }
        List<Sequence> together = sequences(fuzzy, tokens);
        List<ProposalPass> passes = new ArrayList<>();
        List<RoundOutcome> outcomes = run(together, batch -> new LateDraft(passes));
        for (int i = 0; i < alone.size(); i++) {
            assertThat(together.get(i).generatedTokens()).as("text %d", i).isEqualTo(alone.get(i));
        }
        long draws = passes.stream().filter(pass -> pass.model() == ModelRole.DRAFT).count();
        assertThat(outcomes.stream().mapToLong(outcome -> outcome.forwards(ModelRole.DRAFT)).sum())
                .as("forward passes for %d draws", draws)
                .isBetween(draws + 1, draws + 2);
    }

    /** For two sequences the draft proposes only from the 55th token on. */
    private static final class LateDraft extends Asked {

        private final List<ProposalPass> passes;

        private LateDraft(List<ProposalPass> passes) {
            this.passes = passes;
        }

        @Override
        public Lookahead lookahead(Sequence sequence) {
            Lookahead asked = super.lookahead(sequence);
            boolean late = Set.of("r1", "r4").contains(sequence.id());
            return late && sequence.generatedCount() < 55
                    ? new Lookahead(false, true, false, 0, asked.candidates())
                    : asked;
        }

        @Override
        public Predicate<Sequence> proceeding(ProposalPass pass) {
            passes.add(pass);
            return super.proceeding(pass);
        }
    }

    @Test
    void aPlanThatKeepsMoreThanThereIsFails() {
        List<Sequence> sequences = sequences(new Speculation(true, false, 2, 1)).subList(0, 1);
        SpeculationPolicy greedy =
                batch ->
                        new Asked() {
                            @Override
                            public int[] kept(List<Sequence> all, int[] candidates) {
                                return new int[] {3};
                            }
                        };
        assertThatThrownBy(() -> run(sequences, greedy))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("are 3; allowed: 0 to 2");
    }

    @Test
    void aRequestBoundsThePlan() {
        Lookahead much = new Lookahead(true, true, true, 50, 50);
        List<Sequence> sequences = sequences(new Speculation(true, false, 2, 6));
        List<RoundOutcome> outcomes = run(sequences, batch -> sequence -> much);
        assertPlain(sequences);
        for (RoundOutcome outcome : outcomes) {
            assertThat(outcome.forwards(ModelRole.QUALIFIER)).isZero();
            assertThat(outcome.runs())
                    .allSatisfy(
                            run -> {
                                assertThat(run.stage()).isEqualTo(AcceptanceStage.DRAFT_TARGET);
                                assertThat(run.drafted()).isLessThanOrEqualTo(2);
                            });
        }
        List<Sequence> without = sequences(Speculation.OFF);
        assertThat(run(without, batch -> sequence -> much))
                .allSatisfy(outcome -> assertThat(outcome.runs()).isEmpty());
        assertPlain(without);
    }

    @Test
    void outcomesAddUpToWhatEachSequenceTells() {
        List<Sequence> sequences = sequences(ALL);
        List<RoundOutcome> outcomes = run(sequences, new FixedPolicy());
        for (Sequence sequence : sequences) {
            for (AcceptanceStage stage : sequence.statistics().stages().keySet()) {
                List<RoundOutcome.Run> runs = runs(outcomes, sequence, stage).toList();
                assertThat(runs.stream().mapToLong(RoundOutcome.Run::drafted).sum())
                        .isEqualTo(sequence.statistics().stages().get(stage).drafted());
                assertThat(runs.stream().mapToLong(RoundOutcome.Run::accepted).sum())
                        .isEqualTo(sequence.statistics().stages().get(stage).accepted());
            }
            int gained =
                    outcomes.stream().mapToInt(o -> o.gained().getOrDefault(sequence, 0)).sum();
            assertThat(gained).isEqualTo(sequence.generatedCount());
        }
        assertThat(outcomes.stream().mapToInt(RoundOutcome::newTokens).sum())
                .isEqualTo(sequences.stream().mapToInt(Sequence::generatedCount).sum());
        assertThat(outcomes).allSatisfy(o -> assertThat(o.nanos(ModelRole.TARGET)).isPositive());
    }

    /** What the request asks for. */
    private abstract static class Asked implements RoundPlan {

        @Override
        public Lookahead lookahead(Sequence sequence) {
            return Lookahead.of(sequence.speculation());
        }
    }

    /** After a pass of one model only one sequence continues. */
    private static final class StopAfter extends Asked {

        private final ModelRole model;
        private final Sequence exempt;

        private StopAfter(ModelRole model, Sequence exempt) {
            this.model = model;
            this.exempt = exempt;
        }

        @Override
        public Predicate<Sequence> proceeding(ProposalPass pass) {
            return sequence -> pass.model() != model || sequence == exempt;
        }
    }

    private static int longestRun(
            List<RoundOutcome> outcomes, Sequence sequence, AcceptanceStage stage) {
        return runs(outcomes, sequence, stage).mapToInt(RoundOutcome.Run::drafted).max().orElse(0);
    }

    private static Stream<RoundOutcome.Run> runs(
            List<RoundOutcome> outcomes, Sequence sequence, AcceptanceStage stage) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.runs().stream())
                .filter(run -> run.sequence() == sequence && run.stage() == stage);
    }

    private static void assertPlain(List<Sequence> sequences) {
        for (int i = 0; i < sequences.size(); i++) {
            assertThat(sequences.get(i).generatedTokens()).as("text %d", i).isEqualTo(plain.get(i));
        }
    }

    private static List<Sequence> sequences(Speculation bounds) {
        return sequences(bounds, TOKENS);
    }

    private static List<Sequence> sequences(Speculation bounds, int tokens) {
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < GOLDEN.length; i++) {
            int[] prompt = BundledFamily.golden().get(GOLDEN[i]).promptTokens();
            SamplingParameters sampling =
                    new SamplingParameters(0.8, 1, 0, 0, i, tokens, 0, List.of(), Set.of(), true);
            sequences.add(
                    FAMILY.pyramid()
                            .sequences()
                            .create("r" + i, prompt, new int[0], sampling, bounds, CONTEXT));
        }
        return sequences;
    }

    /** Runs the sequences together; what each round brought that gave tokens. */
    private static List<RoundOutcome> run(List<Sequence> sequences, SpeculationPolicy policy) {
        List<RoundOutcome> outcomes = new ArrayList<>();
        KvPlan plan = new KvPlan(GOLDEN.length, CONTEXT);
        try (Generator generator = new Generator(FAMILY.pyramid(), plan, 1000, policy)) {
            generator.run(
                    sequences,
                    round -> {
                        if (!round.sequences().isEmpty()) {
                            outcomes.add(round.outcome());
                        }
                    });
        }
        return outcomes;
    }
}
