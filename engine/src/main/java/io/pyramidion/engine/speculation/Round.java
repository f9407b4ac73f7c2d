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

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * One round of a batch: prompts that are read a piece further, and sequences that the stages carry
 * through draft, qualify and verify as the round's plan says. Passed by reference from stage to
 * stage; used once.
 */
public final class Round {

    /**
     * A piece of a prompt to read: every model that the sequence uses reads up to {@code until}.
     */
    public record Prefill(Sequence sequence, int until) {}

    private final List<Sequence> decoding;
    private final List<Prefill> prefills;
    private final Set<ModelRole> readers;
    private final RoundPlan plan;
    private final LongSupplier clock;
    private final long start;
    private final Map<Sequence, Lookahead> lookaheads = new HashMap<>();
    private final List<RoundOutcome.Run> runs = new ArrayList<>();
    private final List<RoundOutcome.Pass> passes = new ArrayList<>();
    private final Map<ModelRole, RoundOutcome.Work> work = new EnumMap<>(ModelRole.class);
    private Ledger ledger;
    private RoundOutcome outcome;

    /**
     * @param decoding sequences that get tokens in this round
     * @param prefills prompts, of other sequences, to read further
     * @param plan what to try for the first
     */
    public Round(List<Sequence> decoding, List<Prefill> prefills, RoundPlan plan) {
        this(decoding, prefills, EnumSet.allOf(ModelRole.class), plan, System::nanoTime);
    }

    /**
     * @param readers models that read the prompts
     * @param clock nanoseconds, monotonic: times the round and its passes
     */
    public Round(
            List<Sequence> decoding,
            List<Prefill> prefills,
            Set<ModelRole> readers,
            RoundPlan plan,
            LongSupplier clock) {
        this.decoding = List.copyOf(decoding);
        this.prefills = List.copyOf(prefills);
        this.readers = readers;
        this.plan = plan;
        this.clock = clock;
        this.start = clock.getAsLong();
        for (Sequence sequence : decoding) {
            Lookahead wish = plan.lookahead(sequence);
            lookaheads.put(sequence, wish.within(sequence.speculation(), sequence.room()));
        }
    }

    /** Sequences that get tokens in this round. */
    public List<Sequence> sequences() {
        return decoding;
    }

    public List<Prefill> prefills() {
        return prefills;
    }

    /** Whether a model reads a sequence's prompt ahead. */
    boolean isReadBy(ModelRole model, Sequence sequence) {
        return sequence.kv().reads(model, readers);
    }

    /** Whether the target has verified: the round is over. */
    public boolean verified() {
        return outcome != null;
    }

    /**
     * What the round brought.
     *
     * @throws IllegalStateException if it is not over
     */
    public RoundOutcome outcome() {
        if (outcome == null) {
            throw new IllegalStateException("The round is not over: it has no outcome yet");
        }
        return outcome;
    }

    /** What is tried for a sequence, within its bounds. */
    Lookahead lookahead(Sequence sequence) {
        return lookaheads.get(sequence);
    }

    /** Candidates of a sequence still to come before the target verifies. */
    int missing(Sequence sequence) {
        return lookahead(sequence).missing(sequence);
    }

    /** Leaves it at the candidates that a sequence has. */
    void settle(Sequence sequence) {
        int candidates = sequence.tokens().candidates();
        lookaheads.compute(sequence, (same, ahead) -> ahead.withCandidates(candidates));
    }

    /** Whether the plan or the request wants to see how sure the proposing models are. */
    boolean measures(Sequence sequence) {
        return plan.measures() || sequence.isTraced();
    }

    /** Notes, if its request traces, that a sequence's last token is what a model drew. */
    void drew(ModelRole model, Sequence sequence, StageDraws drawn, int at) {
        if (sequence.isTraced()) {
            AcceptanceStage stage = lookahead(sequence).stage(model);
            OptionalDouble chance =
                    drawn.confidence(at)
                            .map(confidence -> plan.chance(stage, sequence, confidence))
                            .orElse(OptionalDouble.empty());
            sequence.proposed(new Proposal(TokenProposer.of(model), chance));
        }
    }

    /** Notes, if its request traces, that a sequence's last token is a guess. */
    void guessed(Sequence sequence) {
        if (sequence.isTraced()) {
            sequence.proposed(new Proposal(TokenProposer.LOOKUP, plan.guessChance(sequence)));
        }
    }

    /** Which of the open sequences of a pass get further proposals. */
    List<Sequence> proceeding(ProposalPass pass) {
        Predicate<Sequence> chosen = plan.proceeding(pass);
        List<Sequence> proceeding = new ArrayList<>(pass.proposed().size());
        for (ProposalPass.Proposed each : pass.proposed()) {
            if (each.open() && chosen.test(each.sequence())) {
                proceeding.add(each.sequence());
            }
        }
        return proceeding;
    }

    /** Drops the candidates that the plan does not want the target to read. */
    void prune() {
        int[] candidates = decoding.stream().mapToInt(s -> s.tokens().candidates()).toArray();
        int[] kept = plan.kept(decoding, candidates.clone());
        for (int i = 0; i < candidates.length; i++) {
            if (kept[i] < 0 || kept[i] > candidates[i]) {
                throw new IllegalStateException(
                        "The plan's candidates of sequence %s are %d; allowed: 0 to %d"
                                .formatted(decoding.get(i).id(), kept[i], candidates[i]));
            }
            decoding.get(i).tokens().keepCandidates(kept[i]);
        }
    }

    /** Counts what a verifier kept of a run of proposals, which may be empty. */
    void verified(Sequence sequence, AcceptanceStage stage, int drafted, int accepted) {
        if (drafted > 0) {
            sequence.statistics().count(stage, drafted, accepted);
            runs.add(new RoundOutcome.Run(sequence, stage, drafted, accepted));
        }
    }

    /** Nanoseconds of the clock that the round's passes are timed by. */
    long now() {
        return clock.getAsLong();
    }

    /** Takes note of a forward pass. */
    void passed(RoundOutcome.Pass pass) {
        passes.add(pass);
        spent(pass.model(), pass.nanos());
    }

    /** Counts a forward pass that drew tokens. */
    void forwarded(ModelRole role) {
        work.merge(role, new RoundOutcome.Work(0, 1), RoundOutcome.Work::plus);
    }

    void spent(ModelRole role, long nanos) {
        work.merge(role, new RoundOutcome.Work(nanos, 0), RoundOutcome.Work::plus);
    }

    /** Whether a model has read this round's prompt pieces: it does so once, before anything. */
    boolean hasStarted(ModelRole role) {
        return work.containsKey(role);
    }

    /** Where the models of this round keep the logits that others compare with. */
    Ledger ledger(Decoder decoder) {
        if (ledger == null) {
            ledger = decoder.ledger();
        }
        return ledger;
    }

    /** Rows in the ledger. */
    int ledgerRows() {
        return ledger == null ? 0 : ledger.rows();
    }

    /** Ends the round; what its models kept is dropped. */
    void end(Map<Sequence, Integer> gained) {
        if (ledger != null) {
            ledger.close();
        }
        outcome = new RoundOutcome(gained, runs, passes, work, clock.getAsLong() - start);
    }
}
