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

import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.scheduler.Scheduler;
import io.pyramidion.engine.speculation.DraftStage;
import io.pyramidion.engine.speculation.QualifyStage;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.VerifyStage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The engine on its own, without Flink: runs sequences in continuous batches on the calling thread.
 * Not thread-safe. Owns its KV caches, not the pyramid.
 */
public final class Generator implements AutoCloseable {

    private final Scheduler scheduler;
    private final DraftStage draft;
    private final QualifyStage qualify;
    private final VerifyStage verify;

    /**
     * Does in every round what each request asks for.
     *
     * @param prefillTokensPerRound maximum number of prompt tokens read in one round
     */
    public Generator(Pyramid pyramid, KvPlan plan, int prefillTokensPerRound) {
        this(pyramid, plan, prefillTokensPerRound, new FixedPolicy());
    }

    /**
     * @param prefillTokensPerRound maximum number of prompt tokens read in one round
     * @param policy plans each round
     */
    public Generator(
            Pyramid pyramid, KvPlan plan, int prefillTokensPerRound, SpeculationPolicy policy) {
        this.scheduler = new Scheduler(plan.slots(), prefillTokensPerRound, policy);
        this.draft = pyramid.draftStage(plan);
        this.qualify = pyramid.qualifyStage(plan);
        this.verify = pyramid.verifyStage(plan);
    }

    /** Runs the sequences until all are finished. */
    public void run(List<Sequence> sequences) {
        run(sequences, round -> {});
    }

    /**
     * Runs the sequences until all are finished.
     *
     * @param afterRound sees every round once it is over
     */
    public void run(List<Sequence> sequences, Consumer<Round> afterRound) {
        sequences.stream().filter(sequence -> !sequence.isFinished()).forEach(this::submit);
        Optional<Round> round = runRound();
        while (round.isPresent()) {
            afterRound.accept(round.get());
            round = runRound();
        }
    }

    /** Whether a sequence submitted now would run in the next round. */
    public boolean hasFreeSlot() {
        return scheduler.hasFreeSlot();
    }

    /** Queues a sequence, which must not be finished, for {@link #runRound}. */
    public void submit(Sequence sequence) {
        scheduler.submit(sequence);
    }

    /**
     * Runs one round of what was submitted. Sequences that it finished have left the batch.
     *
     * @return the round, which is over; empty if nothing was left to run
     */
    public Optional<Round> runRound() {
        Optional<Round> next = scheduler.schedule();
        next.ifPresent(
                round -> {
                    run(round);
                    scheduler.retire(round);
                });
        return next;
    }

    /** Takes out a sequence that is to run no further; call it after a round. */
    public void withdraw(Sequence sequence) {
        scheduler.withdraw(sequence);
    }

    private void run(Round round) {
        do {
            draft.propose(round);
        } while (!qualify.advance(round));
        verify.verify(round);
    }

    @Override
    public void close() {
        draft.close();
        qualify.close();
        verify.close();
    }
}
