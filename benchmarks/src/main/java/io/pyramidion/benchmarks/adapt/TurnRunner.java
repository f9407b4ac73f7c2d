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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs series of requests in continuous batches of one size: as one ends, the next starts. Between
 * two series it writes over what the KV slots hold, because no contender shall find prompts there
 * that another has read. Owns its KV caches.
 */
final class TurnRunner implements AutoCloseable {

    /** As in the job. */
    private static final int PREFILL_TOKENS_PER_ROUND = 256;

    private final Pyramid pyramid;
    private final int slots;
    private final int context;
    private final double temperature;
    private final WatchedPolicy watched = new WatchedPolicy();
    private final Generator generator;

    /**
     * @param longestPrompt tokens of the longest prompt that will come
     * @param maxTokens maximum number of tokens that will be generated for one
     */
    TurnRunner(Pyramid pyramid, int slots, int longestPrompt, int maxTokens, double temperature) {
        this.pyramid = pyramid;
        this.slots = slots;
        this.context = Math.min(pyramid.contextTokens(), longestPrompt + maxTokens);
        this.temperature = temperature;
        this.generator =
                new Generator(
                        pyramid, new KvPlan(slots, context), PREFILL_TOKENS_PER_ROUND, watched);
    }

    /**
     * Runs a series of requests.
     *
     * @param firstSeed seed of the first; the others' follow
     * @param tokens maximum number of tokens of each
     */
    Turn run(
            SpeculationPolicy policy,
            Speculation speculation,
            List<Prompt> prompts,
            long firstSeed,
            int tokens) {
        return run(policy, speculation, prompts, firstSeed, tokens, round -> {});
    }

    /**
     * The same.
     *
     * @param afterRound sees every round once it is over
     */
    Turn run(
            SpeculationPolicy policy,
            Speculation speculation,
            List<Prompt> prompts,
            long firstSeed,
            int tokens,
            Consumer<Round> afterRound) {
        clearSlots();
        watched.take(policy);
        List<Sequence> sequences = new ArrayList<>(prompts.size());
        for (Prompt prompt : prompts) {
            boolean story = prompt.answer().isEmpty();
            long seed = firstSeed + sequences.size();
            sequences.add(sequence(prompt.tokens(), speculation, sampling(seed, tokens, story)));
        }
        FullBatch full = new FullBatch(slots, sequences.size(), watched);
        generator.run(
                sequences,
                round -> {
                    full.ended(round);
                    afterRound.accept(round);
                });
        List<int[]> texts = sequences.stream().map(Sequence::generatedTokens).toList();
        return new Turn(
                full.tokens(),
                full.nanos(),
                full.rounds(),
                full.decisions(),
                full.predictions(),
                texts);
    }

    /** With sequences too short for anyone to continue. */
    private void clearSlots() {
        watched.take(batch -> sequence -> Lookahead.NONE);
        List<Sequence> brief = new ArrayList<>(slots);
        for (int i = 0; i < slots; i++) {
            brief.add(sequence(new int[] {0, 0}, Speculation.OFF, sampling(i, 1, true)));
        }
        generator.run(brief);
    }

    private Sequence sequence(int[] prompt, Speculation speculation, SamplingParameters sampling) {
        return pyramid.sequences().create("", prompt, new int[0], sampling, speculation, context);
    }

    /** A story ends at its length only. */
    private SamplingParameters sampling(long seed, int tokens, boolean story) {
        return new SamplingParameters(
                temperature, 1, 0, 0, seed, tokens, 0, List.of(), Set.of(), story);
    }

    @Override
    public void close() {
        generator.close();
    }
}
