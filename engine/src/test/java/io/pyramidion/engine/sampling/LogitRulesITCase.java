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

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.LoadedFamily;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import io.pyramidion.engine.tokenizer.BadWords;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every rule does what a plain reference does, and does it whatever speculates and wherever a
 * generation was interrupted.
 */
class LogitRulesITCase {

    private static final int CONTEXT = 160;
    private static final int LENGTH = 20;

    /** Two stories, which repeat themselves, and a conversion, which repeats its prompt. */
    private static final int[] GOLDEN = {3, 7, 5};

    private static final int PROMPTS = GOLDEN.length;

    private static final List<Speculation> SPECULATIONS =
            List.of(
                    new Speculation(true, true, 3, 6),
                    new Speculation(true, true, 3, 6, true, Tolerance.NONE));

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    /** The prompts' greedy texts without any rule. */
    private static List<List<Integer>> texts;

    /** One rule each. What it forbids or favours is taken from the text without it. */
    enum Rule {
        REPETITION_PENALTY {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE.withPenalties(1.4, 0, 0);
            }
        },
        REPETITION_REWARD {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE.withPenalties(0.8, 0, 0);
            }
        },
        PRESENCE_PENALTY {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE.withPenalties(1, 2, 0);
            }
        },
        FREQUENCY_PENALTY {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE.withPenalties(1, 0, 2);
            }
        },
        LOGIT_BIAS {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE.withBias(bias(text, 1, -40.0, 3, 2.5));
            }
        },
        ALLOWED_TOKENS {
            @Override
            LogitRules of(List<Integer> text) {
                Set<Integer> some = text.stream().skip(2).collect(Collectors.toSet());
                return LogitRules.NONE.withTokens(some, Set.of());
            }
        },
        BANNED_TOKENS {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE.withTokens(
                        Set.of(), Set.copyOf(List.of(text.get(2), text.get(5))));
            }
        },
        BAD_WORDS {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE.withBadWords(
                        List.of(text.subList(1, 4), text.subList(6, 8), text.subList(10, 11)));
            }
        },
        ALL_OF_THEM {
            @Override
            LogitRules of(List<Integer> text) {
                return LogitRules.NONE
                        .withPenalties(1.2, 0.4, -0.3)
                        .withBias(bias(text, 1, 3.0, 9, -1.0))
                        .withTokens(
                                IntStream.range(0, 400).boxed().collect(Collectors.toSet()),
                                Set.of(text.get(4)))
                        .withBadWords(List.of(text.subList(2, 4)));
            }
        };

        abstract LogitRules of(List<Integer> text);

        private static Map<Integer, Double> bias(
                List<Integer> text, int one, double first, int other, double second) {
            Map<Integer, Double> bias = new HashMap<>();
            bias.put(text.get(one), first);
            bias.put(text.get(other), second);
            return bias;
        }
    }

    @BeforeAll
    static void load() {
        List<Sequence> plain = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            plain.add(
                    sequence(
                            prompt(i),
                            new int[0],
                            sampling(0, i, LogitRules.NONE),
                            Speculation.OFF));
        }
        texts = tokens(plain).stream().map(LogitRulesITCase::boxed).toList();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void aRuleDoesWhatThePlainReferenceDoes(Rule rule) {
        int[] prompt = prompt(0);
        LogitRules rules = rule.of(texts.get(0));
        List<Integer> found = boxed(tokens(List.of(greedy(rules))).get(0));
        assertThat(found).as("the rule changes the text").isNotEqualTo(texts.get(0));
        double[][] logits = logits(prompt, found);
        for (int i = 0; i < found.size(); i++) {
            double[] ruled =
                    ReferenceLogitRules.apply(rules, logits[i], boxed(prompt), found.subList(0, i));
            assertThat(found.get(i)).as("token %d", i).isEqualTo(argmax(ruled));
        }
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void aRuleHoldsWhateverSpeculates(Rule rule) {
        List<int[]> wanted = tokens(sequences(rule, Speculation.OFF));
        for (Speculation speculation : SPECULATIONS) {
            List<Sequence> sequences = sequences(rule, speculation);
            List<int[]> found = tokens(sequences);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(found.get(i)).as("%s, text %d", speculation, i).isEqualTo(wanted.get(i));
            }
            assertThat(sequences)
                    .as("proposals stand: %s", speculation)
                    .anySatisfy(s -> assertThat(s.statistics().rounds()).isLessThan(LENGTH));
        }
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void anInterruptedGenerationGoesOnUnderTheSameRule(Rule rule) {
        for (Sequence whole : run(sequences(rule, SPECULATIONS.get(0)))) {
            int[] tokens = whole.generatedTokens();
            Sequence resumed =
                    sequence(
                            whole.promptTokens(),
                            Arrays.copyOf(tokens, tokens.length / 2),
                            whole.sampling(),
                            SPECULATIONS.get(1));
            assertThat(run(List.of(resumed)).get(0).generatedTokens()).isEqualTo(tokens);
        }
    }

    @Test
    void noBannedTokenAndNoBadWordComesWhereProposalsAreTolerated() {
        Speculation fuzzy =
                new Speculation(true, true, 3, 6, true, new Tolerance(0.6, 0.6, Divergence.TV));
        for (Rule rule : List.of(Rule.BANNED_TOKENS, Rule.BAD_WORDS, Rule.ALLOWED_TOKENS)) {
            for (Sequence sequence : run(sequences(rule, fuzzy))) {
                List<Integer> generated = boxed(sequence.generatedTokens());
                LogitRules rules = sequence.sampling().rules();
                double[] flat = new double[FAMILY.pyramid().vocabularySize()];
                for (int i = 0; i < generated.size(); i++) {
                    double[] left =
                            ReferenceLogitRules.apply(
                                    rules, flat, List.of(), generated.subList(0, i));
                    assertThat(left[generated.get(i)]).as("%s, token %d", rule, i).isFinite();
                }
            }
        }
    }

    @Test
    void logprobsAreTheTargetsOwnWhateverSpeculatesAndTolerates() {
        Speculation fuzzy =
                new Speculation(true, true, 3, 6, false, new Tolerance(0.5, 0.5, Divergence.TV));
        for (Speculation speculation : List.of(Speculation.OFF, SPECULATIONS.get(1), fuzzy)) {
            List<Sequence> sequences = new ArrayList<>();
            for (int i = 0; i < PROMPTS; i++) {
                sequences.add(
                        sequence(
                                prompt(i),
                                new int[0],
                                sampling(0.9, i, LogitRules.NONE.withPenalties(1.3, 0, 0))
                                        .withLogprobs(2 * i),
                                speculation));
            }
            for (Sequence sequence : run(sequences)) {
                assertThat(sequence.logprobs()).hasSize(sequence.generatedCount());
                int[] tokens = sequence.generatedTokens();
                double[][] logits = logits(sequence.promptTokens(), boxed(tokens));
                for (int i = 0; i < tokens.length; i++) {
                    assertScores(
                            sequence.logprobs().get(i),
                            logSoftmax(logits[i]),
                            tokens[i],
                            sequence.sampling().logprobs().getAsInt());
                }
            }
        }
    }

    private static void assertScores(TokenLogprobs scores, double[] wanted, int token, int top) {
        Offset<Double> rounding = Offset.offset(1e-3);
        assertThat(scores.logprob()).isCloseTo(wanted[token], rounding);
        int[] likeliest = likeliest(wanted, top);
        assertThat(scores.topIds()).hasSize(top);
        for (int k = 0; k < top; k++) {
            assertThat(scores.topLogprobs()[k]).isCloseTo(wanted[likeliest[k]], rounding);
            assertThat(wanted[scores.topIds()[k]]).isCloseTo(wanted[likeliest[k]], rounding);
        }
    }

    @Test
    void aBadWordIsBannedInBothSpellings() {
        List<List<Integer>> words =
                BadWords.spellings(FAMILY.pyramid().tokenizer(), List.of("dog"));
        List<String> spelled =
                words.stream()
                        .map(
                                w ->
                                        FAMILY.pyramid()
                                                .tokenizer()
                                                .decode(w.stream().mapToInt(i -> i).toArray()))
                        .toList();
        assertThat(spelled).contains("dog", " dog");
    }

    @Test
    void refusesRulesThatLeaveNothingToDraw() {
        LogitRules none = LogitRules.NONE.withTokens(Set.of(7, 8), Set.of(7, 8));
        assertThatThrownBy(() -> greedy(none))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("allowed_token_ids leaves no token");
        LogitRules unknown = LogitRules.NONE.withBias(Map.of(999_999, 1.0));
        assertThatThrownBy(() -> greedy(unknown))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("logit_bias has token id 999999; allowed: 0 to");
    }

    /** Every prompt greedily and drawn by chance. */
    private static List<Sequence> sequences(Rule rule, Speculation speculation) {
        List<Sequence> sequences = new ArrayList<>();
        for (double temperature : new double[] {0, 0.9}) {
            for (int i = 0; i < PROMPTS; i++) {
                LogitRules rules = rule.of(texts.get(i));
                sequences.add(
                        sequence(
                                prompt(i),
                                new int[0],
                                sampling(temperature, i, rules),
                                speculation));
            }
        }
        return sequences;
    }

    private static Sequence greedy(LogitRules rules) {
        return sequence(prompt(0), new int[0], sampling(0, 0, rules), Speculation.OFF);
    }

    private static SamplingParameters sampling(double temperature, long seed, LogitRules rules) {
        return new SamplingParameters(
                        temperature, 0.95, 0, 0, seed, LENGTH, 0, List.of(), Set.of(), true)
                .withRules(rules);
    }

    private static Sequence sequence(
            int[] prompt, int[] generated, SamplingParameters sampling, Speculation speculation) {
        return FAMILY.pyramid()
                .sequences()
                .create("r", prompt, generated, sampling, speculation, CONTEXT);
    }

    private static int[] prompt(int index) {
        return BundledFamily.golden().get(GOLDEN[index]).promptTokens();
    }

    private static List<int[]> tokens(List<Sequence> sequences) {
        return run(sequences).stream().map(Sequence::generatedTokens).toList();
    }

    private static List<Sequence> run(List<Sequence> sequences) {
        try (Generator generator =
                new Generator(FAMILY.pyramid(), new KvPlan(sequences.size(), CONTEXT), 128)) {
            generator.run(sequences);
        }
        return sequences;
    }

    /** The target's logits before each of the generated tokens. */
    private static double[][] logits(int[] prompt, List<Integer> generated) {
        int[] all =
                IntStream.concat(
                                IntStream.of(prompt),
                                generated.stream().mapToInt(Integer::intValue))
                        .limit(prompt.length + generated.size() - 1L)
                        .toArray();
        Draw draw = new Draw(SamplingParameters.greedy(1), 0);
        List<Draw> draws = Collections.nCopies(generated.size(), draw);
        try (KvCache cache = FAMILY.pyramid().target().allocate(1, CONTEXT)) {
            return FAMILY.pyramid().target().logits(cache, List.of(new Row(0, 0, all, draws)));
        }
    }

    private static double[] logSoftmax(double[] logits) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        double mass = Arrays.stream(logits).map(z -> Math.exp(z - largest)).sum();
        return Arrays.stream(logits).map(z -> z - largest - Math.log(mass)).toArray();
    }

    private static int[] likeliest(double[] values, int count) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int argmax(double[] values) {
        return likeliest(values, 1)[0];
    }

    private static List<Integer> boxed(int[] tokens) {
        return IntStream.of(tokens).boxed().toList();
    }
}
