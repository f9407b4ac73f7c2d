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
package io.pyramidion.benchmarks.run;

import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.sampling.TokenLogprobs;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Generates with one batch size and measures. The prompts of a batch start together and are read in
 * one round, so that all rounds after it only decode. Owns its KV caches.
 */
public final class Runner implements AutoCloseable {

    private static final int PREFILL_TOKENS_PER_ROUND = 1 << 20;

    private final Pyramid pyramid;
    private final Generator generator;
    private final int batch;
    private final int context;
    private final double temperature;

    /**
     * @param longestPrompt tokens of the longest prompt that will come
     * @param maxTokens maximum number of tokens that will be generated for one
     */
    public Runner(
            Pyramid pyramid, int batch, int longestPrompt, int maxTokens, double temperature) {
        this.pyramid = pyramid;
        this.batch = batch;
        this.context = Math.min(pyramid.contextTokens(), longestPrompt + maxTokens);
        this.temperature = temperature;
        this.generator =
                new Generator(pyramid, new KvPlan(batch, context), PREFILL_TOKENS_PER_ROUND);
    }

    int batch() {
        return batch;
    }

    /**
     * Runs prompts, a batch after the other.
     *
     * @param firstSeed seed of the first prompt; the others' follow
     * @param tokens maximum number of tokens of each
     */
    public Run run(Way way, List<Prompt> prompts, long firstSeed, int tokens) {
        return run(way, prompts, firstSeed, tokens, false);
    }

    /** The same, and how likely the target finds what was written: its times are not comparable. */
    public Run score(Way way, List<Prompt> prompts, long firstSeed, int tokens) {
        return run(way, prompts, firstSeed, tokens, true);
    }

    private Run run(Way way, List<Prompt> prompts, long firstSeed, int tokens, boolean scored) {
        Run run = new Run();
        for (int first = 0; first < prompts.size(); first += batch) {
            List<Prompt> some = prompts.subList(first, Math.min(prompts.size(), first + batch));
            run(run, way, some, firstSeed + first, tokens, scored);
        }
        return run;
    }

    private void run(
            Run run, Way way, List<Prompt> prompts, long firstSeed, int tokens, boolean scored) {
        List<Sequence> sequences = new ArrayList<>(prompts.size());
        for (Prompt prompt : prompts) {
            boolean story = prompt.answer().isEmpty();
            SamplingParameters sampling =
                    new SamplingParameters(
                            temperature,
                            1,
                            0,
                            0,
                            firstSeed + sequences.size(),
                            tokens,
                            0,
                            List.of(),
                            Set.of(),
                            story);
            sequences.add(
                    pyramid.sequences()
                            .create(
                                    Integer.toString(sequences.size()),
                                    prompt.tokens(),
                                    new int[0],
                                    scored ? sampling.withLogprobs(0) : sampling,
                                    way.speculation(),
                                    context));
        }
        RoundClock clock = new RoundClock(run);
        generator.run(sequences, clock::tick);
        for (int i = 0; i < prompts.size(); i++) {
            account(run, prompts.get(i), sequences.get(i));
        }
    }

    private static void account(Run run, Prompt prompt, Sequence sequence) {
        sequence.statistics().stages().forEach(run::addStage);
        String text = sequence.text().strip();
        boolean right = prompt.answer().map(String::strip).filter(text::equals).isPresent();
        double logProbability =
                sequence.logprobs().stream()
                        .mapToDouble(TokenLogprobs::logprob)
                        .average()
                        .orElse(Double.NaN);
        run.addOutput(new Run.Output(sequence.generatedTokens(), right, logProbability));
    }

    /** Takes the time from round to round. */
    private static final class RoundClock {

        private final Run run;
        private long last = System.nanoTime();

        private RoundClock(Run run) {
            this.run = run;
        }

        private void tick(Round round) {
            long now = System.nanoTime();
            if (round.prefills().isEmpty()) {
                run.addRound(now - last, round.outcome().newTokens(), round.sequences().size());
                for (ModelRole role : ModelRole.values()) {
                    run.addModel(role, round.outcome().nanos(role), round.outcome().forwards(role));
                }
            }
            last = now;
        }
    }

    @Override
    public void close() {
        generator.close();
    }
}
