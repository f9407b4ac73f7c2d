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
package io.pyramidion.engine.sampling;

import io.pyramidion.engine.LoadedFamily;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drawn tokens follow the target's distribution: a chi-square test, over many seeds, of the first
 * token after a prompt and of the second after the likeliest first, with and without speculation.
 * The seeds are fixed, so the outcome is too.
 */
class SamplingDistributionITCase {

    private static final int DRAWS = 2000;
    private static final int CONTEXT = 128;
    private static final int SLOTS = 32;

    /** A cell of the test has at least this many expected draws; tokens of like rank share one. */
    private static final double MIN_EXPECTED = 10;

    /** A right sampler fails one parameter set in ten thousand; a wrong one fails for good. */
    private static final double SIGNIFICANCE = 1e-4;

    private static final LogitRules RULES =
            LogitRules.NONE
                    .withPenalties(1.2, 0.5, 0.5)
                    .withBias(Map.of(261, -1.0, 262, 1.5, 263, 2.0))
                    .withTokens(
                            IntStream.range(4, 1000).boxed().collect(Collectors.toSet()),
                            Set.of(264, 265));

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    static Stream<Arguments> parameters() {
        Speculation pyramid = new Speculation(true, true, 2, 3);
        return Stream.of(
                Arguments.of("temperature 0.8", sampling(0.8, 1, 0, 0), Speculation.OFF),
                Arguments.of("temperature 1.3", sampling(1.3, 1, 0, 0), pyramid),
                Arguments.of("top-k 12", sampling(1, 1, 12, 0), Speculation.OFF),
                Arguments.of("top-k 12", sampling(1, 1, 12, 0), pyramid),
                Arguments.of("top-p 0.85", sampling(1, 0.85, 0, 0), Speculation.OFF),
                Arguments.of("top-p 0.995, a full sort", sampling(1.5, 0.995, 0, 0), pyramid),
                Arguments.of("min-p 0.05", sampling(1, 1, 0, 0.05), Speculation.OFF),
                Arguments.of("rules", sampling(1, 0.98, 0, 0).withRules(RULES), pyramid),
                Arguments.of("all of them", sampling(0.9, 0.9, 30, 0.01), pyramid));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("parameters")
    void drawsFollowTheTargetsDistribution(
            String name, SamplingParameters sampling, Speculation speculation) {
        int[] prompt = FAMILY.pyramid().tokenizer().encode("Once upon a time there was", false);
        double[] logits = logits(sampling, prompt);
        int likeliest = argmax(logits);
        double[] firstWanted = ReferenceDistribution.of(logits, sampling);
        double[] secondWanted =
                ReferenceDistribution.of(logits(sampling, prompt, likeliest), sampling);
        int[] first = new int[firstWanted.length];
        int[] second = new int[firstWanted.length];
        for (Sequence sequence : generate(prompt, sampling, speculation)) {
            int[] tokens = sequence.generatedTokens();
            first[tokens[0]]++;
            if (tokens[0] == likeliest) {
                second[tokens[1]]++;
            }
        }
        assertFits(first, firstWanted, 2);
        assertFits(second, secondWanted, 5);
    }

    private static void assertFits(int[] counts, double[] wanted, int minCells) {
        int draws = 0;
        for (int count : counts) {
            draws += count;
        }
        double statistic = 0;
        int cells = 0;
        double expected = 0;
        int found = 0;
        for (int token : byProbability(wanted)) {
            assertThat(wanted[token] == 0 && counts[token] > 0)
                    .as("token %d was drawn though truncation forbids it", token)
                    .isFalse();
            expected += wanted[token] * draws;
            found += counts[token];
            if (expected >= MIN_EXPECTED) {
                statistic += square(found - expected) / expected;
                cells++;
                expected = 0;
                found = 0;
            }
        }
        assertThat(cells)
                .as("cells of the test: fewer would show nothing")
                .isGreaterThanOrEqualTo(minCells);
        double p = 1 - new ChiSquaredDistribution(cells - 1.0).cumulativeProbability(statistic);
        assertThat(p)
                .as("chi-square %.1f over %d cells, %d draws", statistic, cells, draws)
                .isGreaterThan(SIGNIFICANCE);
    }

    private static List<Sequence> generate(
            int[] prompt, SamplingParameters sampling, Speculation speculation) {
        List<Sequence> sequences = new ArrayList<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            SamplingParameters seeded =
                    new SamplingParameters(
                                    sampling.temperature(),
                                    sampling.topP(),
                                    sampling.topK(),
                                    sampling.minP(),
                                    seed,
                                    2,
                                    2,
                                    List.of(),
                                    Set.of(),
                                    true)
                            .withRules(sampling.rules());
            sequences.add(
                    FAMILY.pyramid()
                            .sequences()
                            .create("s" + seed, prompt, new int[0], seeded, speculation, CONTEXT));
        }
        try (Generator generator =
                new Generator(FAMILY.pyramid(), new KvPlan(SLOTS, CONTEXT), 1024)) {
            generator.run(sequences);
        }
        return sequences;
    }

    /** What is drawn from behind a prompt and some generated tokens. */
    private static double[] logits(SamplingParameters sampling, int[] prompt, int... generated) {
        int[] prefix = IntStream.concat(IntStream.of(prompt), IntStream.of(generated)).toArray();
        Draw draw = new Draw(SamplingParameters.greedy(1), 0);
        try (KvCache cache = FAMILY.pyramid().target().allocate(1, CONTEXT)) {
            double[] own =
                    FAMILY.pyramid()
                            .target()
                            .logits(cache, List.of(new Row(0, 0, prefix, List.of(draw))))[0];
            return ReferenceLogitRules.apply(
                    sampling.rules(),
                    own,
                    IntStream.of(prompt).boxed().toList(),
                    IntStream.of(generated).boxed().toList());
        }
    }

    private static SamplingParameters sampling(double t, double topP, int topK, double minP) {
        return new SamplingParameters(t, topP, topK, minP, 0, 2, 0, List.of(), Set.of(), true);
    }

    private static int argmax(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static int[] byProbability(double[] wanted) {
        return IntStream.range(0, wanted.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -wanted[token]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double square(double x) {
        return x * x;
    }
}
