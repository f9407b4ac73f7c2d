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

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Weights of few bits change a greedy token only where the two likeliest are nearly tied in
 * float32; against themselves, with speculation in another batch, they change none.
 */
class PrecisionITCase {

    private static final Logger LOG = LoggerFactory.getLogger(PrecisionITCase.class);
    private static final int CONTEXT = 320;
    private static final int PROMPTS = 24;

    /**
     * @param nearTie logits of float32 whose distance is below this are nearly tied: bfloat16 keeps
     *     8 bits of them, int8 7 bits and int4 3 of whatever they are made of
     */
    @ParameterizedTest
    @CsvSource({"BFLOAT16, 0.15", "INT8, 0.5", "INT4, 2"})
    void greedyTextsPartOnlyAtNearTies(Precision precision, double nearTie) {
        List<BundledFamily.Golden> golden = BundledFamily.golden().subList(0, PROMPTS);
        List<int[]> exact = golden.stream().map(BundledFamily.Golden::tokens).toList();
        List<int[]> rounded = generate(precision, golden, Speculation.OFF, 16);
        assertPartsAtNearTies(Precision.FLOAT32, golden, exact, rounded, nearTie);
        List<int[]> speculated = generate(precision, golden, new Speculation(true, true, 2, 4), 12);
        assertThat(speculated).usingRecursiveComparison().isEqualTo(rounded);
    }

    private static void assertPartsAtNearTies(
            Precision judge,
            List<BundledFamily.Golden> golden,
            List<int[]> wanted,
            List<int[]> found,
            double nearTie) {
        int different = 0;
        double widest = 0;
        try (PyramidPool.Lease lease = PyramidPool.acquire(BundledFamily.spec(judge));
                KvCache cache = lease.pyramid().target().allocate(1, CONTEXT)) {
            for (int i = 0; i < golden.size(); i++) {
                int at = Arrays.mismatch(found.get(i), wanted.get(i));
                if (at >= 0) {
                    different++;
                    int[] prompt = golden.get(i).promptTokens();
                    Decoder target = lease.pyramid().target();
                    widest = Math.max(widest, gap(target, cache, prompt, wanted.get(i), at));
                }
            }
        }
        LOG.info(
                "By {}: {} of {} greedy texts part, widest gap {}",
                judge,
                different,
                golden.size(),
                widest);
        assertThat(widest).isLessThan(nearTie);
        assertThat(different).isLessThan(golden.size() / 2);
    }

    /** Distance of the two largest logits where the texts part. */
    private static double gap(Decoder target, KvCache cache, int[] prompt, int[] tokens, int at) {
        int[] prefix = Arrays.copyOf(prompt, prompt.length + at);
        System.arraycopy(tokens, 0, prefix, prompt.length, at);
        Draw draw = new Draw(SamplingParameters.greedy(1), 0);
        double[] logits = target.logits(cache, List.of(new Row(0, 0, prefix, List.of(draw))))[0];
        Arrays.sort(logits);
        return logits[logits.length - 1] - logits[logits.length - 2];
    }

    private static List<int[]> generate(
            Precision precision,
            List<BundledFamily.Golden> golden,
            Speculation speculation,
            int slots) {
        try (PyramidPool.Lease lease = PyramidPool.acquire(BundledFamily.spec(precision))) {
            Pyramid pyramid = lease.pyramid();
            List<Sequence> sequences = new ArrayList<>();
            for (BundledFamily.Golden prompt : golden) {
                sequences.add(
                        pyramid.sequences()
                                .create(
                                        prompt.prompt(),
                                        prompt.promptTokens(),
                                        new int[0],
                                        SamplingParameters.greedy(BundledFamily.GOLDEN_MAX_TOKENS),
                                        speculation,
                                        CONTEXT));
            }
            try (Generator generator = new Generator(pyramid, new KvPlan(slots, CONTEXT), 128)) {
                generator.run(sequences);
            }
            return sequences.stream().map(Sequence::generatedTokens).toList();
        }
    }
}
