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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.sampling.Noise;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Several texts to one prompt: read once, and the same as if each had read it. */
class SharedPromptTest {

    private static final int CONTEXT = 160;
    private static final int TEXTS = 4;
    private static final int PREFILL = 4;

    private static final double AGREEMENT = 0.7;

    private static Pyramid pyramid;

    @BeforeAll
    static void load() {
        pyramid = ScriptedPyramid.load(AGREEMENT);
    }

    @AfterAll
    static void free() {
        pyramid.free();
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "2, 0", "4, 7"})
    void textsToOnePromptReadItOnce(int slots, int resumedAt) {
        Speculation speculation = new Speculation(true, true, 3, 6);
        List<int[]> wanted = new ArrayList<>();
        List<Sequence> alone = sequences(speculation, List.of());
        assertThat(readers(alone, slots)).as("each slot reads it").hasSize(slots);
        alone.forEach(sequence -> wanted.add(sequence.generatedTokens()));
        assertThat(Set.copyOf(wanted.stream().map(Arrays::toString).toList())).hasSize(TEXTS);
        List<int[]> before =
                wanted.stream().map(tokens -> Arrays.copyOf(tokens, resumedAt)).toList();
        List<Sequence> shared = sequences(speculation, before);
        Sequence.sharePrompt(shared);
        assertThat(readers(shared, slots)).hasSize(1);
        for (int i = 0; i < TEXTS; i++) {
            assertThat(shared.get(i).generatedTokens()).as("text %d", i).isEqualTo(wanted.get(i));
        }
    }

    /** Runs the sequences; those that read the prompt themselves, its first piece at least. */
    private static Set<Sequence> readers(List<Sequence> sequences, int slots) {
        Set<Sequence> readers = new HashSet<>();
        try (Generator generator = new Generator(pyramid, new KvPlan(slots, CONTEXT), PREFILL)) {
            generator.run(
                    sequences,
                    round ->
                            round.prefills().stream()
                                    .filter(prefill -> prefill.until() <= PREFILL)
                                    .forEach(prefill -> readers.add(prefill.sequence())));
        }
        return readers;
    }

    private static List<Sequence> sequences(Speculation speculation, List<int[]> generated) {
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            SamplingParameters sampling =
                    new SamplingParameters(
                            1, 1, 0, 0, Noise.seed(5, i), 20, 0, List.of(), Set.of(), true);
            sequences.add(
                    pyramid.sequences()
                            .create(
                                    "text " + i,
                                    prompt(),
                                    generated.isEmpty() ? new int[0] : generated.get(i),
                                    sampling,
                                    speculation,
                                    CONTEXT));
        }
        return sequences;
    }

    private static int[] prompt() {
        return BundledFamily.golden().get(11).promptTokens();
    }
}
