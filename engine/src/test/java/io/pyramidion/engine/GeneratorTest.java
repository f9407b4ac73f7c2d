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
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratorTest {

    /** A draft that is always right: with l_D 2 and l_Q 4 it ends each round 3 tokens behind. */
    @Test
    void readsAPromptInOneRoundAndThenAddsTokensInEveryRound() {
        Pyramid pyramid = ScriptedPyramid.load(1);
        List<Integer> newTokens = new ArrayList<>();
        List<Integer> targetPasses = new ArrayList<>();
        try (Generator generator = new Generator(pyramid, new KvPlan(1, 128), 64)) {
            Sequence sequence =
                    pyramid.sequence(
                            "r",
                            BundledFamily.golden().get(0).promptTokens(),
                            new int[0],
                            new SamplingParameters(
                                    0.8, 1, 0, 0, 7, 23, 23, List.of(), Set.of(), true),
                            new Speculation(true, true, 2, 4),
                            128);
            generator.run(
                    List.of(sequence),
                    round -> {
                        newTokens.add(round.outcome().newTokens());
                        targetPasses.add(round.outcome().forwards(ModelRole.TARGET));
                    });
        }
        pyramid.free();
        assertThat(newTokens).containsExactly(0, 5, 5, 5, 5, 3);
        assertThat(targetPasses).containsExactly(0, 1, 1, 1, 1, 1);
    }
}
