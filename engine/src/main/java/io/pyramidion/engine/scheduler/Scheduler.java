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
package io.pyramidion.engine.scheduler;

import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Continuous batching for one subtask: a waiting queue in order of arrival, and as many running
 * sequences as there are KV slots. A sequence enters as soon as a slot is free and leaves in the
 * round that finishes it. Prompts are read in pieces beside the running sequences, so that a long
 * one never stalls them. Not thread-safe.
 */
public final class Scheduler {

    /**
     * Tokens that a sequence's first round reads along with its own work: so short a prompt is no
     * reason for a prefill.
     */
    private static final int SHORT_PROMPT = 2;

    private final int slots;
    private final int prefillTokensPerRound;
    private final SpeculationPolicy policy;
    private final LongSupplier clock;
    private final KvSlots free;
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final Set<Sequence> reading = new LinkedHashSet<>();
    private final TreeSet<Sequence> running =
            new TreeSet<>(Comparator.comparingInt(sequence -> sequence.kv().slot()));

    /**
     * @param slots KV slots: the maximum number of sequences that run at once
     * @param prefillTokensPerRound maximum number of prompt tokens that one round reads
     * @param policy plans each round
     */
    public Scheduler(int slots, int prefillTokensPerRound, SpeculationPolicy policy) {
        this(slots, prefillTokensPerRound, policy, System::nanoTime);
    }

    /**
     * @param clock nanoseconds, monotonic
     */
    public Scheduler(
            int slots, int prefillTokensPerRound, SpeculationPolicy policy, LongSupplier clock) {
        this.clock = clock;
        this.slots = slots;
        this.prefillTokensPerRound = prefillTokensPerRound;
        this.policy = policy;
        this.free = new KvSlots(slots);
    }

    /** Whether a sequence submitted now would run in the next round. */
    public boolean hasFreeSlot() {
        return running.size() + waiting.size() < Math.min(slots, Math.max(1, policy.maxRunning()));
    }

    public int slots() {
        return slots;
    }

    /** Queues a sequence. */
    public void submit(Sequence sequence) {
        waiting.addLast(sequence);
    }

    /** The next round, with free slots given to waiting sequences; empty if nothing runs. */
    public Optional<Round> schedule() {
        assignSlots();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        Set<ModelRole> readers = policy.readers();
        // Once and for all: what a model that comes in later lacks is no reason to stop.
        reading.removeIf(sequence -> hasRead(sequence, readers));
        List<Sequence> decoding = new ArrayList<>(running);
        decoding.removeAll(reading);
        RoundPlan plan = policy.plan(decoding);
        int budget = Math.min(prefillTokensPerRound, policy.prefillTokens(decoding));
        return Optional.of(new Round(decoding, prefills(budget, readers), readers, plan, clock));
    }

    /**
     * Those whose first tokens are due first, then in the order in which slots were assigned: by
     * slot number, later prompts could hold up earlier ones.
     */
    private List<Round.Prefill> prefills(int tokens, Set<ModelRole> readers) {
        List<Round.Prefill> prefills = new ArrayList<>();
        int budget = tokens;
        List<Sequence> urgentFirst = new ArrayList<>(reading);
        urgentFirst.sort(
                Comparator.comparingLong(sequence -> sequence.objective().firstTokenDue()));
        for (Sequence sequence : urgentFirst) {
            int unread = sequence.kv().unreadTokens(readers);
            int piece = sequence.kv().waitsForPrompt(readers) ? 0 : Math.min(unread, budget);
            if (piece > 0) {
                budget -= piece;
                int read = sequence.kv().tokensToRead() - unread;
                prefills.add(new Round.Prefill(sequence, read + piece));
            }
        }
        return prefills;
    }

    private static boolean hasRead(Sequence sequence, Set<ModelRole> readers) {
        return !sequence.kv().waitsForPrompt(readers)
                && sequence.kv().unreadTokens(readers) <= SHORT_PROMPT;
    }

    /**
     * Ends a round: the policy learns from it, and its finished sequences leave their slots and are
     * returned.
     */
    public List<Sequence> retire(Round round) {
        if (round.verified()) {
            policy.learn(round.outcome());
        }
        long now = clock.getAsLong();
        round.sequences().forEach(sequence -> sequence.progressed(now));
        List<Sequence> finished = new ArrayList<>();
        for (Sequence sequence : round.sequences()) {
            if (sequence.isFinished()) {
                release(sequence);
                finished.add(sequence);
            }
        }
        return finished;
    }

    /** Takes a sequence out that is to run no further, between two rounds. */
    public void withdraw(Sequence sequence) {
        if (!waiting.remove(sequence)) {
            reading.remove(sequence);
            release(sequence);
        }
    }

    private void assignSlots() {
        while (!waiting.isEmpty() && !free.isEmpty()) {
            Sequence sequence = waiting.removeFirst();
            free.occupy(sequence);
            running.add(sequence);
            reading.add(sequence);
        }
    }

    private void release(Sequence sequence) {
        running.remove(sequence);
        free.vacate(sequence);
    }
}
