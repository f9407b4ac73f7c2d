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
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.sampling.ReferenceDistribution;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tolerance does to the law of a token: over many seeds, the first token after a prompt and
 * the second after the likeliest first. With total variation, a token's law is the draft's where
 * both limits let it stand, the qualifier's where only the second does, and else the target's; so
 * it is never further from the target's than the sum of the limits. The seeds are fixed, so the
 * outcome is too.
 */
class FuzzyDistributionITCase {

    private static final int DRAWS = 1000;
    private static final int CONTEXT = 64;
    private static final int SLOTS = 100;
    private static final double MIN_EXPECTED = 10;

    /** Chance of an unlucky set of seeds, for each check. */
    private static final double ERROR = 1e-4;

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    /**
     * @param tauQualifier as a multiple of the distance from draft to qualifier at the first token
     * @param tauTarget as a multiple of the distance from qualifier to target there
     * @param law whose law the first token must then follow
     */
    @ParameterizedTest(name = "tau_Q {0}, tau_T {1}: the law of {2}")
    @CsvSource({"1.01, 1.01, DRAFT", "0.99, 1.01, QUALIFIER", "1.01, 0.99, TARGET", "0, 0, TARGET"})
    void tolerance(double tauQualifier, double tauTarget, Law law) {
        int[] prompt = FAMILY.pyramid().tokenizer().encode("Once upon a time there was", false);
        Laws first = Laws.after(prompt);
        Laws second = Laws.after(append(prompt, argmax(first.target)));
        Tolerance tolerance =
                new Tolerance(
                        tauQualifier * distance(first.draft, first.qualifier),
                        tauTarget * distance(first.qualifier, first.target),
                        Divergence.TV);
        assertThat(first.under(tolerance)).isSameAs(first.of(law));
        int[] firstCounts = new int[first.target.length];
        int[] secondCounts = new int[first.target.length];
        for (Sequence sequence : generate(prompt, tolerance)) {
            int[] tokens = sequence.generatedTokens();
            firstCounts[tokens[0]]++;
            if (tokens[0] == argmax(first.target)) {
                secondCounts[tokens[1]]++;
            }
        }
        check(firstCounts, first, tolerance);
        check(secondCounts, second, tolerance);
        assertThat(p(firstCounts, first.target) > ERROR)
                .as("the first token follows the target's law: else the test shows nothing")
                .isEqualTo(law == Law.TARGET);
    }

    private static void check(int[] counts, Laws laws, Tolerance tolerance) {
        double[] expected = laws.under(tolerance);
        assertThat(p(counts, expected)).isGreaterThan(ERROR);
        assertThat(distance(shares(counts), laws.target))
                .isLessThanOrEqualTo(
                        tolerance.qualifier()
                                + tolerance.target()
                                + samplingError(expected, draws(counts)));
    }

    /**
     * How far the shares of n draws may be from their law in total variation: the mean is at most
     * half the sum of the shares' standard deviations (Jensen), and one draw moves it by 1/n at
     * most (McDiarmid).
     */
    private static double samplingError(double[] law, int draws) {
        double mean = Arrays.stream(law).map(p -> Math.sqrt(p * (1 - p) / draws)).sum() / 2;
        return mean + Math.sqrt(Math.log(1 / ERROR) / (2.0 * draws));
    }

    /** Chi-square: how likely counts so far from the law are, if it is theirs. */
    private static double p(int[] counts, double[] law) {
        int draws = draws(counts);
        double statistic = 0;
        double expected = 0;
        int found = 0;
        int cells = 0;
        for (int token : byProbability(law)) {
            expected += law[token] * draws;
            found += counts[token];
            if (expected >= MIN_EXPECTED) {
                statistic += (found - expected) * (found - expected) / expected;
                cells++;
                expected = 0;
                found = 0;
            }
        }
        assertThat(cells).as("cells: fewer would show nothing").isGreaterThan(4);
        return 1 - new ChiSquaredDistribution(cells - 1.0).cumulativeProbability(statistic);
    }

    /** Whose draw a token is. */
    enum Law {
        DRAFT,
        QUALIFIER,
        TARGET
    }

    /** The next-token laws of the three models after a prefix, at temperature 1. */
    private record Laws(double[] draft, double[] qualifier, double[] target) {

        static Laws after(int[] prefix) {
            return new Laws(
                    law(FAMILY.pyramid().draft().orElseThrow(), prefix),
                    law(FAMILY.pyramid().qualifier().orElseThrow(), prefix),
                    law(FAMILY.pyramid().target(), prefix));
        }

        double[] of(Law law) {
            return switch (law) {
                case DRAFT -> draft;
                case QUALIFIER -> qualifier;
                case TARGET -> target;
            };
        }

        double[] under(Tolerance tolerance) {
            double[] candidate =
                    distance(draft, qualifier) <= tolerance.qualifier() ? draft : qualifier;
            return distance(qualifier, target) <= tolerance.target() ? candidate : target;
        }

        private static double[] law(Decoder model, int[] prefix) {
            Draw draw = new Draw(SamplingParameters.greedy(1), 0);
            try (KvCache cache = model.allocate(1, CONTEXT)) {
                double[][] logits =
                        model.logits(cache, List.of(new Row(0, 0, prefix, List.of(draw))));
                return ReferenceDistribution.of(logits[0], sampling(0));
            }
        }
    }

    private static List<Sequence> generate(int[] prompt, Tolerance tolerance) {
        Speculation speculation = new Speculation(true, true, 2, 3, false, tolerance);
        List<Sequence> sequences = new ArrayList<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            sequences.add(
                    FAMILY.pyramid()
                            .sequences()
                            .create(
                                    "s" + seed,
                                    prompt,
                                    new int[0],
                                    sampling(seed),
                                    speculation,
                                    CONTEXT));
        }
        try (Generator generator =
                new Generator(FAMILY.pyramid(), new KvPlan(SLOTS, CONTEXT), 4096)) {
            generator.run(sequences);
        }
        return sequences;
    }

    /** Four tokens: with fewer left the draft would not come to propose the second. */
    private static SamplingParameters sampling(long seed) {
        return new SamplingParameters(1, 1, 0, 0, seed, 4, 0, List.of(), Set.of(), true);
    }

    private static double distance(double[] one, double[] other) {
        return IntStream.range(0, one.length).mapToDouble(i -> Math.abs(one[i] - other[i])).sum()
                / 2;
    }

    private static double[] shares(int[] counts) {
        double draws = draws(counts);
        return Arrays.stream(counts).mapToDouble(count -> count / draws).toArray();
    }

    private static int draws(int[] counts) {
        return Arrays.stream(counts).sum();
    }

    private static int[] append(int[] tokens, int token) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return longer;
    }

    private static int argmax(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .max(Comparator.comparingDouble(i -> values[i]))
                .orElseThrow();
    }

    private static int[] byProbability(double[] law) {
        return IntStream.range(0, law.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -law[token]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
