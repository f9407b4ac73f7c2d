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
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.RoundCount;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.StageCount;
import io.pyramidion.engine.speculation.Tolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** What a sequence tells of its rounds adds up, whatever the plan does. */
class RoundCountITCase {

    private static final int CONTEXT = 256;
    private static final int TOKENS = 40;
    private static final Speculation ALL = new Speculation(true, true, 3, 6, true, Tolerance.NONE);

    @RegisterExtension private static final LoadedFamily FAMILY = new LoadedFamily();

    @Test
    void countsEachRoundByItsArmAndEachTokenOnce() {
        List<Lookahead> arms =
                List.of(
                        Lookahead.NONE,
                        new Lookahead(true, false, false, 0, 3),
                        new Lookahead(false, true, false, 0, 3),
                        new Lookahead(true, true, false, 3, 4));
        int[] round = {0};
        Sequence sequence =
                run(
                        batch -> {
                            Lookahead arm =
                                    arms.get((batch.isEmpty() ? 0 : round[0]++) % arms.size());
                            return new KeepingTwo(arm);
                        });

        RoundCount count = sequence.statistics().roundCount();
        Map<AcceptanceStage, StageCount> stages = sequence.statistics().stages();
        assertThat(count.byArm())
                .containsOnlyKeys(
                        Arm.OFF,
                        Arm.DRAFT_TARGET,
                        Arm.QUALIFIER_TARGET,
                        Arm.DRAFT_QUALIFIER_TARGET);
        assertThat(count.byArm().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(count.rounds());
        assertThat(count.pruned()).isPositive();
        StageCount draft = stages.get(AcceptanceStage.DRAFT_TARGET);
        StageCount qualifier = stages.get(AcceptanceStage.QUALIFIER_TARGET);
        assertThat(count.candidates()).isEqualTo(draft.drafted() + qualifier.drafted());
        assertThat(count.accepted()).isEqualTo(draft.accepted() + qualifier.accepted());
        assertThat(count.drafted(stages))
                .isEqualTo(count.candidates() + count.pruned() + rejectedByTheQualifier(stages));
        assertThat(count.accepted() + count.rounds())
                .isBetween((long) TOKENS, TOKENS + (long) arms.size());
    }

    @Test
    void isOffWhereTheTextHasNothingToGuessFrom() {
        Lookahead lookup = new Lookahead(false, false, true, 0, 3);
        Sequence sequence = run(batch -> ignored -> lookup);

        Map<Arm, Long> byArm = sequence.statistics().roundCount().byArm();
        assertThat(byArm.keySet()).contains(Arm.OFF).isSubsetOf(Arm.OFF, Arm.PROMPT_LOOKUP);
    }

    private static long rejectedByTheQualifier(Map<AcceptanceStage, StageCount> stages) {
        StageCount inner = stages.get(AcceptanceStage.DRAFT_QUALIFIER);
        return inner.drafted() - inner.accepted();
    }

    private static Sequence run(SpeculationPolicy policy) {
        int[] prompt = BundledFamily.golden().get(3).promptTokens();
        SamplingParameters sampling =
                new SamplingParameters(0.8, 1, 0, 0, 7, TOKENS, 0, List.of(), Set.of(), true);
        Sequence sequence =
                FAMILY.pyramid()
                        .sequences()
                        .create("r", prompt, new int[0], sampling, ALL, CONTEXT);
        try (Generator generator =
                new Generator(FAMILY.pyramid(), new KvPlan(1, CONTEXT), 1000, policy)) {
            generator.run(List.of(sequence), round -> {});
        }
        return sequence;
    }

    /** The target reads two candidates at most. */
    private record KeepingTwo(Lookahead arm) implements RoundPlan {

        @Override
        public Lookahead lookahead(Sequence sequence) {
            return arm;
        }

        @Override
        public int[] kept(List<Sequence> batch, int[] candidates) {
            return Arrays.stream(candidates).map(count -> Math.min(count, 2)).toArray();
        }
    }
}
