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
package io.pyramidion.engine;

import ai.djl.pytorch.jni.JniUtils;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole texts are plain decoding's, to the last token and the last bit of its log-probability, in
 * whatever batch and with whatever speculation, for each type of weights. The small version of
 * {@code pyramidion bench exact}.
 */
class ExactTextsITCase {

    private static final int CONTEXT = 112;
    private static final int PROMPTS = 5;
    private static final int TOKENS = 32;
    private static final int WHOLE_PROMPTS = 1000;
    private static final Speculation PYRAMID = new Speculation(true, true, 3, 8);
    private static final Speculation DRAFT = new Speculation(true, false, 4, 4);

    @AfterEach
    void useOneThread() {
        JniUtils.setNumThreads(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void areThoseOfPlainDecodingHoweverTheyComeAbout(Precision precision) {
        try (PyramidPool.Lease lease = PyramidPool.acquire(BundledFamily.spec(precision))) {
            Pyramid pyramid = lease.pyramid();
            List<List<String>> plain = texts(pyramid, Speculation.OFF, 8, WHOLE_PROMPTS);
            assertThat(plain)
                    .hasSize(2 * PROMPTS)
                    .allSatisfy(text -> assertThat(text).hasSize(TOKENS));

            assertThat(texts(pyramid, Speculation.OFF, 1, WHOLE_PROMPTS))
                    .as("batch 1")
                    .isEqualTo(plain);
            assertThat(texts(pyramid, PYRAMID, 3, 7))
                    .as("pyramid, prompts in pieces")
                    .isEqualTo(plain);
            assertThat(texts(pyramid, DRAFT, 2 * PROMPTS, WHOLE_PROMPTS))
                    .as("draft, all at once")
                    .isEqualTo(plain);
            JniUtils.setNumThreads(2);
            assertThat(texts(pyramid, PYRAMID, 8, WHOLE_PROMPTS))
                    .as("pyramid, two threads")
                    .isEqualTo(plain);
        }
    }

    /** Each prompt at two temperatures, past the end token: tokens with their log-probabilities. */
    private static List<List<String>> texts(
            Pyramid pyramid, Speculation speculation, int batch, int promptTokensPerRound) {
        List<Sequence> sequences = new ArrayList<>();
        for (BundledFamily.Golden prompt : BundledFamily.golden().subList(0, PROMPTS)) {
            for (double temperature : new double[] {0, 0.7}) {
                int seed = sequences.size();
                SamplingParameters sampling =
                        new SamplingParameters(
                                temperature, 1, 0, 0, seed, TOKENS, 0, List.of(), Set.of(), true);
                sequences.add(
                        pyramid.sequences()
                                .create(
                                        prompt.prompt(),
                                        prompt.promptTokens(),
                                        new int[0],
                                        sampling.withLogprobs(0),
                                        speculation,
                                        CONTEXT));
            }
        }
        try (Generator generator =
                new Generator(pyramid, new KvPlan(batch, CONTEXT), promptTokensPerRound)) {
            generator.run(sequences);
        }
        return sequences.stream().map(ExactTextsITCase::told).toList();
    }

    private static List<String> told(Sequence sequence) {
        int[] tokens = sequence.generatedTokens();
        return IntStream.range(0, tokens.length)
                .mapToObj(i -> tokens[i] + " " + sequence.logprobs().get(i).logprob())
                .toList();
    }
}
