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

import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.StageCount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first promise: the text is the target model's own, whatever speculation and batching did.
 * {@code pyramidion bench exact} has more prompts, batches and types of weights.
 */
class LosslessnessITCase {

    private static final int CONTEXT = 320;
    private static final int PROMPTS = 24;

    private static final int PROMPTS_ONE_BY_ONE = 6;
    private static final int COMPARED_TOKENS = 40;

    private static final Map<String, Speculation> SPECULATIONS =
            Map.of(
                    "off", Speculation.OFF,
                    "draft→target", new Speculation(true, false, 4, 8),
                    "qualifier→target", new Speculation(false, true, 4, 5),
                    "draft→qualifier→target", new Speculation(true, true, 3, 8));

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    @Test
    void greedyTokensEqualThoseOfHuggingFaceTransformers() {
        List<BundledFamily.Golden> golden = BundledFamily.golden();
        List<Sequence> sequences = new ArrayList<>();
        for (BundledFamily.Golden prompt : golden) {
            SamplingParameters greedy = SamplingParameters.greedy(BundledFamily.GOLDEN_MAX_TOKENS);
            sequences.add(sequence(prompt, greedy, SPECULATIONS.get("off")));
        }
        generate(sequences, 16);
        for (int i = 0; i < golden.size(); i++) {
            BundledFamily.Golden wanted = golden.get(i);
            Sequence found = sequences.get(i);
            assertThat(found.generatedTokens()).as(wanted.prompt()).isEqualTo(wanted.tokens());
            assertThat(found.text()).isEqualTo(wanted.text());
            assertThat(found.finishReason().map(FinishReason::wireName))
                    .contains(wanted.finishReason());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.8})
    void everySpeculationAndBatchGivesTheSameTokens(double temperature) {
        List<int[]> plain = tokens("off", 16, temperature, PROMPTS);
        assertThat(plain).hasSize(PROMPTS);
        for (String speculation : SPECULATIONS.keySet()) {
            if (!speculation.equals("off")) {
                assertThat(tokens(speculation, 16, temperature, PROMPTS))
                        .as("%s, batch 16", speculation)
                        .usingRecursiveComparison()
                        .isEqualTo(plain);
            }
            assertThat(tokens(speculation, 1, temperature, PROMPTS_ONE_BY_ONE))
                    .as("%s, batch 1", speculation)
                    .usingRecursiveComparison()
                    .isEqualTo(plain.subList(0, PROMPTS_ONE_BY_ONE));
        }
    }

    @Test
    void noTypeOfTheProposersWeightsChangesATokenOfTheTarget() {
        double temperature = 0.8;
        List<int[]> plain = tokens("off", 16, temperature, PROMPTS_ONE_BY_ONE);
        RoleWeights mixed = new RoleWeights(Precision.FLOAT32, Precision.INT4, Precision.INT8);
        try (PyramidPool.Lease lease = PyramidPool.acquire(BundledFamily.spec(mixed))) {
            Pyramid pyramid = lease.pyramid();
            assertThat(pyramid.target().precision()).isEqualTo(Precision.FLOAT32);
            assertThat(pyramid.qualifier().orElseThrow().precision()).isEqualTo(Precision.INT4);
            assertThat(pyramid.draft().orElseThrow().precision()).isEqualTo(Precision.INT8);
            for (String speculation : SPECULATIONS.keySet()) {
                assertThat(tokens(pyramid, speculation, 16, temperature, PROMPTS_ONE_BY_ONE))
                        .as(speculation)
                        .usingRecursiveComparison()
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void allThreeModelsTakePart() {
        BundledFamily.Golden story = BundledFamily.golden().get(3);
        Sequence sequence =
                sequence(
                        story,
                        SamplingParameters.greedy(COMPARED_TOKENS),
                        SPECULATIONS.get("draft→qualifier→target"));
        generate(List.of(sequence), 1);
        Map<AcceptanceStage, StageCount> stages = sequence.statistics().stages();
        assertThat(stages.keySet())
                .containsExactlyInAnyOrder(
                        AcceptanceStage.DRAFT_QUALIFIER, AcceptanceStage.QUALIFIER_TARGET);
        assertThat(stages.values())
                .allSatisfy(
                        count ->
                                assertThat(count.accepted())
                                        .isPositive()
                                        .isLessThan(count.drafted()));
        assertThat(sequence.statistics().rounds()).isLessThan(COMPARED_TOKENS);
    }

    private static List<int[]> tokens(
            String speculation, int batch, double temperature, int prompts) {
        return tokens(FAMILY.pyramid(), speculation, batch, temperature, prompts);
    }

    private static List<int[]> tokens(
            Pyramid pyramid, String speculation, int batch, double temperature, int prompts) {
        List<BundledFamily.Golden> golden = BundledFamily.golden();
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            SamplingParameters sampling =
                    new SamplingParameters(
                            temperature,
                            0.95,
                            0,
                            0,
                            i,
                            COMPARED_TOKENS,
                            0,
                            List.of(),
                            Set.of(),
                            false);
            sequences.add(sequence(golden.get(i), sampling, SPECULATIONS.get(speculation)));
        }
        generate(pyramid, sequences, batch);
        return sequences.stream().map(Sequence::generatedTokens).toList();
    }

    private static Sequence sequence(
            BundledFamily.Golden prompt, SamplingParameters sampling, Speculation speculation) {
        return FAMILY.pyramid()
                .sequences()
                .create(
                        prompt.prompt(),
                        prompt.promptTokens(),
                        new int[0],
                        sampling,
                        speculation,
                        CONTEXT);
    }

    private static void generate(List<Sequence> sequences, int batch) {
        generate(FAMILY.pyramid(), sequences, batch);
    }

    private static void generate(Pyramid pyramid, List<Sequence> sequences, int batch) {
        try (Generator generator = new Generator(pyramid, new KvPlan(batch, CONTEXT), 128)) {
            generator.run(sequences);
        }
    }
}
