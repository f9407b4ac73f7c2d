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

import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine's loop over scripted decoders: what speculates changes how long it takes, no token.
 */
class ScriptedPyramidTest {

    private static final int CONTEXT = 96;

    @Test
    void textsAreTheSameHoweverOftenTheProposersAreRight() {
        List<List<Integer>> plain = texts(1, Speculation.OFF, new ArrayList<>());
        assertThat(plain).doesNotHaveDuplicates().allMatch(text -> text.size() == 40);
        for (double agreement : new double[] {0, 0.5, 0.9, 1}) {
            assertThat(texts(agreement, new Speculation(true, true, 2, 4), new ArrayList<>()))
                    .as("agreement " + agreement)
                    .isEqualTo(plain);
        }
    }

    @Test
    void theOftenerTheProposersAreRightTheFewerPassesTheTargetNeeds() {
        List<Integer> passes = new ArrayList<>();
        for (double agreement : new double[] {0, 0.5, 0.9, 1}) {
            List<Integer> ofThis = new ArrayList<>();
            texts(agreement, new Speculation(true, false, 4, 4), ofThis);
            passes.add(ofThis.stream().mapToInt(Integer::intValue).sum());
        }
        assertThat(passes)
                .isSortedAccordingTo((one, other) -> Integer.compare(other, one))
                .doesNotHaveDuplicates();
    }

    private static List<List<Integer>> texts(
            double agreement, Speculation speculation, List<Integer> targetPasses) {
        Pyramid pyramid = ScriptedPyramid.load(agreement);
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            SamplingParameters sampling =
                    new SamplingParameters(i % 2, 1, 0, 0, i, 40, 0, List.of(), Set.of(), true);
            sequences.add(
                    pyramid.sequence(
                            "r" + i,
                            new int[] {50 + i, 60, 70},
                            new int[0],
                            sampling,
                            speculation,
                            CONTEXT));
        }
        try (Generator generator = new Generator(pyramid, new KvPlan(2, CONTEXT), 16)) {
            generator.run(
                    sequences,
                    round -> targetPasses.add(round.outcome().forwards(ModelRole.TARGET)));
        }
        pyramid.free();
        return sequences.stream()
                .map(s -> Arrays.stream(s.generatedTokens()).boxed().toList())
                .toList();
    }
}
