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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.LoadedFamily;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan sees how sure the proposing models are, if it wants to. */
class MeasuringPlanITCase {

    private static final int CONTEXT = 256;

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    @Test
    void aPlanThatMeasuresSeesAConfidenceOfEachFreshToken() {
        List<ProposalPass> passes = passes(true);
        for (ModelRole model : List.of(ModelRole.DRAFT, ModelRole.QUALIFIER)) {
            assertThat(passes)
                    .filteredOn(pass -> pass.model() == model)
                    .flatExtracting(ProposalPass::proposed)
                    .isNotEmpty()
                    .allMatch(proposed -> proposed.confidences().size() == proposed.fresh());
        }
        assertThat(passes)
                .as("passes in which the draft let guesses from the text stand")
                .filteredOn(pass -> pass.model() == ModelRole.DRAFT)
                .flatExtracting(ProposalPass::proposed)
                .anyMatch(proposed -> proposed.confidences().size() > 1);
        assertThat(passes)
                .flatExtracting(ProposalPass::proposed)
                .flatExtracting(ProposalPass.Proposed::confidences)
                .extracting(confidence -> confidence.margin() > 1)
                .contains(true, false);
    }

    @Test
    void aPlanThatDoesNotMeasureSeesNone() {
        assertThat(passes(false))
                .flatExtracting(ProposalPass::proposed)
                .isNotEmpty()
                .allMatch(proposed -> proposed.confidences().isEmpty());
    }

    private static List<ProposalPass> passes(boolean measures) {
        List<ProposalPass> passes = new ArrayList<>();
        try (Generator generator =
                new Generator(
                        FAMILY.pyramid(),
                        new KvPlan(3, CONTEXT),
                        64,
                        batch -> new Watching(measures, passes))) {
            generator.run(sequences());
        }
        return passes;
    }

    /** Tasks, which repeat what their prompts say, and stories; with and without a qualifier. */
    private static List<Sequence> sequences() {
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SamplingParameters sampling =
                    new SamplingParameters(
                            i % 2 * 0.7, 1, 0, 0, i, 30, 0, List.of(), Set.of(), true);
            sequences.add(
                    FAMILY.pyramid()
                            .sequences()
                            .create(
                                    "r" + i,
                                    BundledFamily.golden().get(i).promptTokens(),
                                    new int[0],
                                    sampling,
                                    new Speculation(true, i < 2, 4, 6, true, Tolerance.NONE),
                                    CONTEXT));
        }
        return sequences;
    }

    private record Watching(boolean measures, List<ProposalPass> passes) implements RoundPlan {

        @Override
        public Lookahead lookahead(Sequence sequence) {
            return Lookahead.of(sequence.speculation());
        }

        @Override
        public Predicate<Sequence> proceeding(ProposalPass pass) {
            passes.add(pass);
            return sequence -> true;
        }
    }
}
