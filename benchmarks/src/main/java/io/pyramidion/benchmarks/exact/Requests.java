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
package io.pyramidion.benchmarks.exact;

import ai.djl.pytorch.jni.JniUtils;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The requests whose texts are compared: each prompt at each temperature, every third with
 * log-probabilities. All texts are as long as they may be; the end token is one as any other.
 *
 * @param tokens of a text
 */
record Requests(List<Prompt> prompts, List<Double> temperatures, int tokens) {

    private static final int SCORED = 3;
    private static final int TOP_LOGPROBS = 3;

    /** Tokens of the text that leaves its prompt in a KV slot: too few to drive it out. */
    private static final int EARLIER_TOKENS = 6;

    private static final int EARLIER_SEED = 1_000_000;

    /**
     * What came of all requests, in their order.
     *
     * @param rounds in which a sequence took part, over all sequences
     * @param reused texts whose prompt was in their KV slot already
     */
    record Written(List<Text> texts, long rounds, long reused) {}

    int count() {
        return prompts.size() * temperatures.size();
    }

    /** Which request it is, for people. */
    String name(int request) {
        return "prompt %d at %s".formatted(prompt(request), temperature(request));
    }

    /** All prompts come before one comes again, so that its KV slot has held others meanwhile. */
    private int prompt(int request) {
        return request % prompts.size();
    }

    /** Neighbours have different ones. */
    private double temperature(int request) {
        int turn = request / prompts.size();
        return temperatures.get((prompt(request) + turn) % temperatures.size());
    }

    /** Runs all requests in one setting, and leaves one thread to those who come after. */
    Written write(Pyramid pyramid, Setting setting) {
        int longest =
                prompts.stream().mapToInt(prompt -> prompt.tokens().length).max().orElseThrow();
        int context = Math.min(pyramid.contextTokens(), longest + tokens);
        KvPlan plan = new KvPlan(setting.batch(), context);
        List<Sequence> sequences = new ArrayList<>();
        for (int request = 0; request < count(); request++) {
            sequences.add(sequence(pyramid, setting, request, request, tokens, context));
        }
        JniUtils.setNumThreads(setting.threads());
        try (Generator generator = new Generator(pyramid, plan, setting.promptTokensPerRound())) {
            if (setting.cached()) {
                runAfterOthers(generator, pyramid, setting, sequences, context);
            } else {
                generator.run(sequences);
            }
        } finally {
            JniUtils.setNumThreads(1);
        }
        return new Written(
                sequences.stream()
                        .map(text -> new Text(text.generatedTokens(), text.logprobs()))
                        .toList(),
                sequences.stream().mapToLong(text -> text.statistics().rounds()).sum(),
                sequences.stream().filter(Requests::reusedPrompt).count());
    }

    private static boolean reusedPrompt(Sequence text) {
        // The last token of a prompt is always fed.
        return text.reusedTokens() >= text.promptLength() - 1;
    }

    /** Batch by batch, each behind one of other texts to the same prompts. */
    private void runAfterOthers(
            Generator generator,
            Pyramid pyramid,
            Setting setting,
            List<Sequence> sequences,
            int context) {
        for (int first = 0; first < count(); first += setting.batch()) {
            int end = Math.min(count(), first + setting.batch());
            List<Sequence> earlier = new ArrayList<>();
            for (int request = first; request < end; request++) {
                int seed = EARLIER_SEED + request;
                int few = Math.min(tokens, EARLIER_TOKENS);
                earlier.add(sequence(pyramid, setting, request, seed, few, context));
            }
            generator.run(earlier);
            generator.run(sequences.subList(first, end));
        }
    }

    private Sequence sequence(
            Pyramid pyramid, Setting setting, int request, long seed, int length, int context) {
        SamplingParameters sampling =
                new SamplingParameters(
                        temperature(request), 1, 0, 0, seed, length, 0, List.of(), Set.of(), true);
        return pyramid.sequences()
                .create(
                        Integer.toString(request),
                        prompts.get(prompt(request)).tokens(),
                        new int[0],
                        request % SCORED == 0 ? sampling.withLogprobs(TOP_LOGPROBS) : sampling,
                        setting.way().speculation(),
                        context);
    }
}
