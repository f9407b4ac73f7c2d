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
package io.pyramidion.engine.decoder;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.sampling.Noise;
import io.pyramidion.engine.sampling.ReferenceDistribution;
import io.pyramidion.engine.sampling.SamplingParameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the program tells of its draws is what plain Java finds from the logits and the noise. */
class ConfidenceITCase {

    private static final SamplingParameters GREEDY = SamplingParameters.greedy(1);
    private static final int TEXTS = 20;

    @ParameterizedTest
    @ValueSource(strings = {"draft", "qualifier", "target"})
    void areWhatTheLogitsAndTheNoiseSay(String model) {
        ModelDirectory directory = ModelDirectory.open(BundledFamily.directory().resolve(model));
        try (Decoder decoder = new DecoderLoader(1).load(directory, Precision.FLOAT32);
                KvCache cache = decoder.allocate(TEXTS, 64);
                Ledger ledger = decoder.ledger()) {
            int vocabulary = decoder.config().vocabSize();
            Random random = new Random(8);
            List<Row> rows = new ArrayList<>();
            for (int slot = 0; slot < TEXTS; slot++) {
                int[] text = random.ints(1 + slot % 3 + 6, 4, vocabulary).toArray();
                rows.add(new Row(slot, 0, text, draws(random, vocabulary)));
            }
            double[][] logits = decoder.logits(cache, rows);
            Drawn drawn = decoder.sample(cache, rows, ledger);
            List<Draw> draws = rows.stream().flatMap(row -> row.draws().stream()).toList();
            for (int i = 0; i < draws.size(); i++) {
                Draw draw = draws.get(i);
                if (draw.measured()) {
                    assertAgrees(drawn, i, draw, edited(logits[i], draw.constraint()));
                } else {
                    assertThat(drawn.confidences()).doesNotContainKey(i);
                }
            }
            assertThat(decoder.sample(cache, unmeasured(rows)))
                    .as("what is drawn without measuring")
                    .containsExactly(drawn.tokens());
        }
    }

    private static List<Draw> draws(Random random, int vocabulary) {
        Set<Integer> some = Set.of(5, 6, 7, random.nextInt(4, vocabulary));
        return List.of(
                draw(GREEDY, 0, DrawConstraint.NONE, true),
                draw(GREEDY, 0, DrawConstraint.banning(some), true),
                draw(sampling(0.7, 1), random.nextLong(), DrawConstraint.NONE, true),
                draw(sampling(0.7, 0.9), random.nextLong(), DrawConstraint.banning(some), true),
                draw(sampling(0.7, 1), random.nextLong(), DrawConstraint.NONE, false),
                draw(sampling(1.3, 0.5), random.nextLong(), DrawConstraint.NONE, true),
                draw(sampling(1, 1), random.nextLong(), only(30), true));
    }

    private static void assertAgrees(Drawn drawn, int index, Draw draw, double[] logits) {
        SamplingParameters sampling = draw.sampling();
        double temperature = sampling.samples() ? sampling.temperature() : 1;
        double[] z = Arrays.stream(logits).map(x -> x / temperature).toArray();
        double most = Arrays.stream(z).max().orElseThrow();
        double mass = most + Math.log(Arrays.stream(z).map(x -> Math.exp(x - most)).sum());
        double entropy =
                Arrays.stream(z)
                        .filter(Double::isFinite)
                        .map(x -> Math.exp(x - mass) * (mass - x))
                        .sum();
        double[] compared = sampling.samples() ? raced(z, logits, draw) : z;
        int token = drawn.tokens()[index];
        double rival =
                IntStream.range(0, z.length)
                        .filter(other -> other != token)
                        .mapToDouble(other -> compared[other])
                        .max()
                        .orElseThrow();
        double margin = Math.min(Confidence.MAX_MARGIN, compared[token] - rival);
        Confidence found = drawn.confidences().get(index);
        assertThat((double) found.margin()).as("margin").isCloseTo(margin, Offset.offset(1e-3));
        assertThat((double) found.logProbability())
                .as("log-probability")
                .isCloseTo(Math.max(-30, z[token] - mass), Offset.offset(1e-4));
        assertThat((double) found.entropy()).as("entropy").isCloseTo(entropy, Offset.offset(1e-4));
    }

    /** Logits over temperature plus the noise, where truncation leaves a token. */
    private static double[] raced(double[] z, double[] logits, Draw draw) {
        double[] left = ReferenceDistribution.of(logits, draw.sampling());
        return IntStream.range(0, z.length)
                .mapToDouble(
                        token ->
                                left[token] > 0
                                        ? z[token] + gumbel(draw.noiseKey(), token)
                                        : Double.NEGATIVE_INFINITY)
                .toArray();
    }

    /** The second half of what {@link Noise} says. */
    private static double gumbel(long key, int token) {
        int x = token * 0x9E3779B9 + (int) key;
        x ^= x >>> 16;
        x *= 0x85EBCA6B;
        x ^= (int) (key >>> 32);
        x ^= x >>> 13;
        x *= 0xC2B2AE35;
        double uniform = ((x >> 9) + 0x1p22 + 0.5) * 0x1p-23;
        return -Math.log(-Math.log(uniform));
    }

    private static double[] edited(double[] logits, DrawConstraint constraint) {
        double[] edited = logits.clone();
        constraint.banned().forEach(token -> edited[token] = Double.NEGATIVE_INFINITY);
        for (int token = 0; token < edited.length && constraint.restricts(); token++) {
            int candidate = token;
            if (IntStream.of(constraint.allowed()).noneMatch(allowed -> allowed == candidate)) {
                edited[token] = Double.NEGATIVE_INFINITY;
            }
        }
        return edited;
    }

    private static List<Row> unmeasured(List<Row> rows) {
        return rows.stream()
                .map(
                        row ->
                                new Row(
                                        row.slot(),
                                        row.firstPosition(),
                                        row.tokens(),
                                        row.draws().stream()
                                                .map(ConfidenceITCase::unmeasured)
                                                .toList()))
                .toList();
    }

    private static Draw unmeasured(Draw draw) {
        return draw(draw.sampling(), draw.noiseKey(), draw.constraint(), false);
    }

    private static Draw draw(
            SamplingParameters sampling, long key, DrawConstraint constraint, boolean measured) {
        return new Draw(
                sampling, key, constraint, false, Optional.empty(), Optional.empty(), measured);
    }

    private static DrawConstraint only(int token) {
        return new DrawConstraint(new int[] {token}, List.of(), Set.of());
    }

    private static SamplingParameters sampling(double temperature, double topP) {
        return new SamplingParameters(temperature, topP, 0, 0, 0, 1, 0, List.of(), Set.of(), false);
    }
}
