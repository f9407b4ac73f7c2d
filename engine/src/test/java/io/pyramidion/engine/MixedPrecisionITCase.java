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
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Weights in bfloat16 change a greedy token only where the two likeliest are nearly tied. */
class MixedPrecisionITCase {

    private static final Logger LOG = LoggerFactory.getLogger(MixedPrecisionITCase.class);
    private static final int CONTEXT = 320;

    /** Logits whose distance is below this are nearly tied: bfloat16 keeps 8 bits of them. */
    private static final double NEAR_TIE = 0.15;

    @Test
    void differsFromFloat32OnlyAtNearTies() {
        List<BundledFamily.Golden> golden = BundledFamily.golden();
        List<int[]> mixed = generate(golden);
        int different = 0;
        double widest = 0;
        try (PyramidPool.Lease lease = PyramidPool.acquire(BundledFamily.spec());
                KvCache cache = lease.pyramid().target().allocate(1, CONTEXT)) {
            for (int i = 0; i < golden.size(); i++) {
                int at = Arrays.mismatch(mixed.get(i), golden.get(i).tokens());
                if (at >= 0) {
                    different++;
                    widest =
                            Math.max(
                                    widest,
                                    gap(lease.pyramid().target(), cache, golden.get(i), at));
                }
            }
        }
        LOG.info(
                "bfloat16 weights: {} of {} greedy texts differ from float32, widest gap {}",
                different,
                golden.size(),
                widest);
        assertThat(widest).isLessThan(NEAR_TIE);
        assertThat(different).isLessThan(golden.size() / 2);
    }

    /** Distance of the two largest float32 logits where the texts part. */
    private static double gap(Decoder target, KvCache cache, BundledFamily.Golden golden, int at) {
        int[] prompt = golden.promptTokens();
        int[] prefix = Arrays.copyOf(prompt, prompt.length + at);
        System.arraycopy(golden.tokens(), 0, prefix, prompt.length, at);
        Draw draw = new Draw(SamplingParameters.greedy(1), 0, Set.of());
        double[] logits = target.logits(cache, List.of(new Row(0, 0, prefix, List.of(draw))))[0];
        Arrays.sort(logits);
        return logits[logits.length - 1] - logits[logits.length - 2];
    }

    private static List<int[]> generate(List<BundledFamily.Golden> golden) {
        try (PyramidPool.Lease lease =
                PyramidPool.acquire(BundledFamily.spec(Precision.BFLOAT16))) {
            Pyramid pyramid = lease.pyramid();
            List<Sequence> sequences = new ArrayList<>();
            for (BundledFamily.Golden prompt : golden) {
                sequences.add(
                        pyramid.sequence(
                                prompt.prompt(),
                                prompt.promptTokens(),
                                new int[0],
                                SamplingParameters.greedy(BundledFamily.GOLDEN_MAX_TOKENS),
                                Speculation.OFF,
                                CONTEXT));
            }
            try (Generator generator = new Generator(pyramid, new KvPlan(16, CONTEXT), 128)) {
                generator.run(sequences);
            }
            return sequences.stream().map(Sequence::generatedTokens).toList();
        }
    }
}
