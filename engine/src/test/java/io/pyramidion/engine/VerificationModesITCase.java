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
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.Noise;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.StageCount;
import io.pyramidion.engine.speculation.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.pyramidion.engine.speculation.AcceptanceStage.PROMPT_LOOKUP;
import static io.pyramidion.engine.speculation.AcceptanceStage.QUALIFIER_TARGET;
import static org.assertj.core.api.Assertions.assertThat;

/** Whose tokens a text is made of in each verification mode, whatever else is in the batch. */
class VerificationModesITCase {

    private static final int CONTEXT = 256;

    /** Two tasks, on which the models mostly agree, and four stories, on which they do not. */
    private static final int[] GOLDEN = {0, 1, 3, 7, 11, 15};

    private static final int PROMPTS = GOLDEN.length;
    private static final int TOKENS = 30;
    private static final double ANY_DISTANCE = 1e9;
    private static final boolean ON_PAST_THE_END = true;

    /**
     * Everything that a request may ask for, each in a way that tolerates something and not all.
     */
    private static final Map<String, Speculation> REQUESTS =
            Map.of(
                    "off", Speculation.OFF,
                    "exact", modes(true, true, 2, 5, 0, 0),
                    "assisted", modes(true, true, 3, 4, 0, 0.15),
                    "fuzzy", modes(true, true, 2, 6, 0.08, 0.15),
                    "fuzzy, draft alone", modes(true, false, 3, 4, 0, 0.15),
                    "fuzzy, qualifier alone", modes(false, true, 3, 4, 0, 0.15));

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    static Stream<Arguments> rounds() {
        double any = ANY_DISTANCE;
        return Stream.of(
                Arguments.of("DDDT", modes(true, false, 3, 9, 0, any)),
                Arguments.of("QQQT", modes(false, true, 9, 3, 0, any)),
                Arguments.of("DDQT", modes(true, true, 2, 3, any, any)),
                Arguments.of("DDQQT", modes(true, true, 2, 4, any, any)),
                Arguments.of("DDQDQT", modes(true, true, 2, 5, any, any)),
                Arguments.of("QT", modes(true, true, 2, 1, any, any)),
                Arguments.of("QQQQT", modes(true, true, 2, 4, 0, any)));
    }

    /** D, Q and T: the draw of draft, qualifier or target where nothing that they propose falls. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("rounds")
    void aRoundIsMadeOfItsModelsOwnDrawsWhereEverythingStands(String round, Speculation wish) {
        int tokens = TOKENS / round.length() * round.length();
        List<int[]> wanted = interleaved(round, tokens);
        for (Speculation speculation : List.of(wish, withLookup(wish))) {
            List<Sequence> found = new ArrayList<>();
            for (int i = 0; i < PROMPTS; i++) {
                found.add(sequence(i, sampling(i, tokens, ON_PAST_THE_END), speculation));
            }
            generate(found, 4);
            for (int i = 0; i < PROMPTS; i++) {
                assertThat(found.get(i).generatedTokens())
                        .as("prompt %d", i)
                        .isEqualTo(wanted.get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Divergence.class)
    void everyDivergenceIsBelowALargeLimitAndNoneBelowATinyOne(Divergence divergence) {
        Sequence free =
                sequence(0, sampling(0, 20, ON_PAST_THE_END), all(divergence, ANY_DISTANCE));
        Sequence bound = sequence(0, sampling(0, 20, ON_PAST_THE_END), all(divergence, 1e-9));
        Sequence plain = sequence(0, sampling(0, 20, ON_PAST_THE_END), Speculation.OFF);
        generate(List.of(free, bound, plain), 4);
        assertThat(free.statistics().stages().get(QUALIFIER_TARGET))
                .satisfies(count -> assertThat(count.accepted()).isEqualTo(count.drafted()));
        assertThat(bound.generatedTokens()).isEqualTo(plain.generatedTokens());
    }

    @Test
    void exactlyAsManyCandidatesStandAsWereAskedFor() {
        int length = 4;
        Sequence sequence =
                sequence(
                        0,
                        sampling(0, 6 * (length + 1), ON_PAST_THE_END),
                        modes(true, true, 3, length, ANY_DISTANCE, ANY_DISTANCE));
        generate(List.of(sequence), 1);
        assertThat(sequence.statistics().rounds()).isEqualTo(6);
        assertThat(sequence.statistics().stages().get(QUALIFIER_TARGET).draftedPerPosition())
                .containsExactly(6L, 6L, 6L, 6L);
    }

    @Test
    void anEndTokenInTheFirstStageEndsIt() {
        int date = 1;
        for (double qualifier : new double[] {0, ANY_DISTANCE}) {
            Sequence sequence =
                    sequence(
                            date,
                            SamplingParameters.greedy(64),
                            modes(true, true, 4, 60, qualifier, ANY_DISTANCE));
            generate(List.of(sequence), 1);
            assertThat(sequence.finishReason()).contains(FinishReason.STOP);
            assertThat(sequence.statistics().rounds()).isEqualTo(1);
            StageCount candidates = sequence.statistics().stages().get(QUALIFIER_TARGET);
            assertThat(candidates.drafted()).isEqualTo(sequence.generatedCount() + 1L);
        }
    }

    @Test
    void aBatchOfAllModesGivesEachRequestWhatItGetsAlone() {
        Map<String, int[]> alone = new LinkedHashMap<>();
        List<Sequence> together = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            for (Map.Entry<String, Speculation> request : REQUESTS.entrySet()) {
                Sequence single = sequence(i, sampling(i, TOKENS, false), request.getValue());
                generate(List.of(single), 1);
                alone.put(request.getKey() + " " + i, single.generatedTokens());
                together.add(
                        sequence(i, sampling(i, TOKENS, false), withLookup(request.getValue())));
                together.add(sequence(i, sampling(i, TOKENS, false), request.getValue()));
            }
        }
        generate(together, 16);
        int at = 0;
        for (Map.Entry<String, int[]> expected : alone.entrySet()) {
            for (String what : List.of(" with look-up", "")) {
                assertThat(together.get(at++).generatedTokens())
                        .as(expected.getKey() + what)
                        .isEqualTo(expected.getValue());
            }
        }
        for (int i = 0; i < PROMPTS; i++) {
            assertThat(alone.get("exact " + i)).as("exact %d", i).isEqualTo(alone.get("off " + i));
        }
        assertThat(alone.keySet().stream().filter(key -> differs(alone, key)))
                .as("texts that tolerance changed: without any this shows little")
                .hasSizeGreaterThan(PROMPTS);
    }

    @Test
    void aTextThatResumesAfterAnyRoundEndsTheSame() {
        for (Speculation wish : List.of(REQUESTS.get("fuzzy"), REQUESTS.get("assisted"))) {
            Sequence whole = sequence(2, sampling(2, TOKENS, ON_PAST_THE_END), wish);
            List<int[]> afterRounds = new ArrayList<>();
            try (Generator generator =
                    new Generator(FAMILY.pyramid(), new KvPlan(1, CONTEXT), 128)) {
                generator.run(List.of(whole), round -> afterRounds.add(whole.generatedTokens()));
            }
            List<Sequence> resumed = new ArrayList<>();
            for (int[] stood : afterRounds) {
                resumed.add(
                        FAMILY.pyramid()
                                .sequences()
                                .create(
                                        "r",
                                        prompt(2),
                                        stood,
                                        sampling(2, TOKENS, ON_PAST_THE_END),
                                        wish,
                                        CONTEXT));
            }
            generate(resumed, 8);
            assertThat(resumed)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(
                            sequence ->
                                    assertThat(sequence.generatedTokens())
                                            .isEqualTo(whole.generatedTokens()));
        }
    }

    @Test
    void lookingUpChangesNoProposal() {
        int[] prompt =
                FAMILY.pyramid().tokenizer().encode("The cat saw the dog. ".repeat(4), false);
        // Of so few tokens, pairs come again and again.
        Set<Integer> few = IntStream.of(prompt).boxed().collect(Collectors.toSet());
        SamplingParameters sampling =
                sampling(0, TOKENS, ON_PAST_THE_END)
                        .withRules(LogitRules.NONE.withTokens(few, Set.of()));
        for (Map.Entry<String, Speculation> request : REQUESTS.entrySet()) {
            Sequence without = sequence(prompt, sampling, request.getValue());
            Sequence with = sequence(prompt, sampling, withLookup(request.getValue()));
            generate(List.of(without, with), 2);
            assertThat(with.generatedTokens())
                    .as(request.getKey())
                    .isEqualTo(without.generatedTokens());
            Map<AcceptanceStage, StageCount> stages = with.statistics().stages();
            StageCount guesses = stages.remove(PROMPT_LOOKUP);
            assertThat(stages).as(request.getKey()).isEqualTo(without.statistics().stages());
            assertThat(guesses.accepted()).as(request.getKey()).isPositive();
        }
    }

    @Test
    void everyGuessStandsInATextThatRepeatsOneToken() {
        int token = 300;
        SamplingParameters again =
                sampling(0, 30, ON_PAST_THE_END)
                        .withRules(LogitRules.NONE.withTokens(Set.of(token), Set.of()));
        int[] prompt = {token, token, token};
        Sequence target = sequence(prompt, again, withLookup(Speculation.OFF));
        Sequence pyramid = sequence(prompt, again, withLookup(REQUESTS.get("exact")));
        generate(List.of(target, pyramid), 2);
        assertThat(target.generatedTokens()).hasSize(30).containsOnly(token);
        assertThat(pyramid.generatedTokens()).hasSize(30).containsOnly(token);
        StageCount guesses = target.statistics().stages().get(PROMPT_LOOKUP);
        // The latest occurrence is one token back: more cannot be copied from there.
        assertThat(target.statistics().rounds()).isEqualTo(15);
        assertThat(guesses.draftedPerPosition()).containsExactly(15L);
        assertThat(guesses.acceptedPerPosition()).containsExactly(15L);
        assertThat(pyramid.statistics().stages().get(PROMPT_LOOKUP))
                .satisfies(count -> assertThat(count.accepted()).isEqualTo(count.drafted()))
                .satisfies(count -> assertThat(count.drafted()).isPositive());
    }

    /** The texts that take turns by a pattern, each model drawing with the request's noise. */
    private static List<int[]> interleaved(String pattern, int tokens) {
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            texts.add(new int[tokens]);
        }
        for (int position = 0; position < tokens; position++) {
            int last = position;
            Decoder model =
                    switch (pattern.charAt(position % pattern.length())) {
                        case 'D' -> FAMILY.pyramid().draft().orElseThrow();
                        case 'Q' -> FAMILY.pyramid().qualifier().orElseThrow();
                        default -> FAMILY.pyramid().target();
                    };
            List<Row> rows =
                    IntStream.range(0, PROMPTS).mapToObj(i -> row(i, texts, last)).toList();
            try (KvCache cache = model.allocate(PROMPTS, CONTEXT)) {
                int[] drawn = model.sample(cache, rows);
                for (int i = 0; i < PROMPTS; i++) {
                    texts.get(i)[position] = drawn[i];
                }
            }
        }
        return texts;
    }

    private static Row row(int prompt, List<int[]> texts, int position) {
        int[] start = prompt(prompt);
        int[] tokens =
                IntStream.concat(
                                IntStream.of(start),
                                IntStream.of(texts.get(prompt)).limit(position))
                        .toArray();
        Draw draw =
                new Draw(sampling(prompt, TOKENS, ON_PAST_THE_END), Noise.key(prompt, position));
        return new Row(prompt, 0, tokens, List.of(draw));
    }

    private static boolean differs(Map<String, int[]> texts, String key) {
        String plain = "off" + key.substring(key.lastIndexOf(' '));
        return !Arrays.equals(texts.get(key), texts.get(plain));
    }

    private static Speculation modes(
            boolean draft,
            boolean qualifier,
            int draftLength,
            int qualifierLength,
            double tauQualifier,
            double tauTarget) {
        return new Speculation(
                draft,
                qualifier,
                draftLength,
                qualifierLength,
                false,
                new Tolerance(tauQualifier, tauTarget, Divergence.JS));
    }

    private static Speculation all(Divergence divergence, double limit) {
        return new Speculation(true, true, 2, 4, false, new Tolerance(limit, limit, divergence));
    }

    private static Speculation withLookup(Speculation speculation) {
        return new Speculation(
                speculation.useDraft(),
                speculation.useQualifier(),
                speculation.enabled() ? speculation.draftLength() : 4,
                speculation.qualifierLength(),
                true,
                speculation.tolerance());
    }

    private static SamplingParameters sampling(long seed, int tokens, boolean ignoreEos) {
        return new SamplingParameters(
                0.8, 1, 0, 0, seed, tokens, 0, List.of(), Set.of(), ignoreEos);
    }

    private static int[] prompt(int number) {
        return BundledFamily.golden().get(GOLDEN[number]).promptTokens();
    }

    private static Sequence sequence(int prompt, SamplingParameters sampling, Speculation wish) {
        return sequence(prompt(prompt), sampling, wish);
    }

    private static Sequence sequence(int[] prompt, SamplingParameters sampling, Speculation wish) {
        return FAMILY.pyramid()
                .sequences()
                .create("r", prompt, new int[0], sampling, wish, CONTEXT);
    }

    private static void generate(List<Sequence> sequences, int batch) {
        try (Generator generator =
                new Generator(FAMILY.pyramid(), new KvPlan(batch, CONTEXT), 128)) {
            generator.run(sequences);
        }
    }
}
