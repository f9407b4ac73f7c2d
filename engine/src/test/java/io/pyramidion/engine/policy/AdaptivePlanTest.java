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

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.Lookahead;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** One round as it goes. */
class AdaptivePlanTest {

    private static final Confidence SURE = new Confidence(6, -0.01f, 0.1f);
    private static final Confidence UNSURE = new Confidence(0.02f, -8, 8);

    private final PassCosts costs =
            Batches.costs(Batches.line(10, 0.2), Batches.line(25, 0.5), Batches.line(50, 8));
    private final Acceptances acceptances = new Acceptances();
    private final Sequence one = Batches.sequence(Batches.ADAPTIVE, 0);
    private final Sequence other = Batches.sequence(Batches.ADAPTIVE, 0);
    private final Sequence fixed = Batches.sequence(Batches.FIXED, 0);

    @Test
    void whatIsSureGoesOnAndWhatIsNotStops() {
        AdaptivePlan plan = plan(Arm.DRAFT_TARGET, one, other);

        Predicate<Sequence> proceeding =
                plan.proceeding(
                        pass(ModelRole.DRAFT, proposed(one, 1, SURE), proposed(other, 1, UNSURE)));

        assertThat(proceeding).accepts(one).rejects(other);
    }

    @Test
    void theMoreIsAheadTheLessIsWorthGoingOn() {
        AdaptivePlan plan = plan(Arm.DRAFT_TARGET, one);
        int ahead = 0;
        boolean on = true;
        while (on && ahead < 16) {
            ahead++;
            on =
                    plan.proceeding(
                                    pass(
                                            ModelRole.DRAFT,
                                            proposed(one, ahead, new Confidence(1.5f, -1, 1))))
                            .test(one);
        }

        assertThat(ahead).isBetween(1, 8);
    }

    @Test
    void neverProposesBeyondABound() {
        Sequence bounded = Batches.sequence(new Speculation(true, false, 3, 1), 0);
        AdaptivePlan plan = plan(Arm.DRAFT_TARGET, bounded);

        assertThat(plan.lookahead(bounded).candidates()).isEqualTo(3);
        assertThat(plan.proceeding(pass(ModelRole.DRAFT, proposed(bounded, 3, SURE))))
                .rejects(bounded);
    }

    @Test
    void plainDecodingHasNoProposer() {
        assertThat(plan(Arm.OFF, one).lookahead(one)).isEqualTo(Lookahead.NONE);
    }

    @Test
    void whatDoesNotAdaptDoesAsItSays() {
        AdaptivePlan plan = plan(Arm.DRAFT_TARGET, one, fixed);

        assertThat(plan.lookahead(fixed)).isEqualTo(Lookahead.of(Batches.FIXED));
        Predicate<Sequence> proceeding =
                plan.proceeding(
                        pass(
                                ModelRole.DRAFT,
                                proposed(one, 1, UNSURE),
                                proposed(fixed, 1, UNSURE)));
        assertThat(proceeding).accepts(fixed).rejects(one);
    }

    @Test
    void theTargetReadsOnlyWhatIsWorthIt() {
        AdaptivePlan plan = plan(Arm.DRAFT_TARGET, one, other, fixed);
        plan.proceeding(
                pass(
                        ModelRole.DRAFT,
                        proposed(one, 3, SURE, SURE, UNSURE),
                        proposed(other, 2, UNSURE, UNSURE),
                        proposed(fixed, 2, UNSURE, UNSURE)));

        int[] kept = plan.kept(List.of(one, other, fixed), new int[] {3, 2, 2});

        assertThat(kept).containsExactly(2, 0, 2);
        assertThat(plan.pruned()).isEqualTo(3);
    }

    @Test
    void neverKeepsMoreThanThereIsAndAllOfWhatDoesNotAdapt() {
        Random random = new Random(9);
        for (int trial = 0; trial < 300; trial++) {
            List<Sequence> batch = new ArrayList<>();
            List<ProposalPass.Proposed> proposed = new ArrayList<>();
            int[] candidates = new int[1 + random.nextInt(12)];
            for (int i = 0; i < candidates.length; i++) {
                Sequence sequence =
                        Batches.sequence(
                                random.nextInt(4) == 0 ? Batches.FIXED : Batches.ADAPTIVE, 0);
                batch.add(sequence);
                candidates[i] = random.nextInt(6);
                List<Confidence> confidences =
                        Collections.nCopies(
                                candidates[i],
                                new Confidence(5 * random.nextFloat(), -random.nextFloat(), 1));
                proposed.add(
                        new ProposalPass.Proposed(
                                sequence, candidates[i], candidates[i], true, confidences));
            }
            AdaptivePlan plan = plan(Arm.DRAFT_TARGET, batch.toArray(new Sequence[0]));
            plan.proceeding(new ProposalPass(ModelRole.DRAFT, proposed));

            int[] kept = plan.kept(batch, candidates.clone());

            for (int i = 0; i < kept.length; i++) {
                assertThat(kept[i]).as("trial %d", trial).isBetween(0, candidates[i]);
                if (batch.get(i).speculation() == Batches.FIXED) {
                    assertThat(kept[i]).as("trial %d", trial).isEqualTo(candidates[i]);
                }
            }
        }
    }

    @Test
    void insideThePyramidWhatTheQualifierIsUnsureOfStops() {
        AdaptivePlan plan = plan(Arm.DRAFT_QUALIFIER_TARGET, one, other);
        plan.proceeding(pass(ModelRole.DRAFT, proposed(one, 1, SURE), proposed(other, 1, SURE)));

        Predicate<Sequence> proceeding =
                plan.proceeding(
                        pass(
                                ModelRole.QUALIFIER,
                                proposed(one, 2, SURE, SURE),
                                proposed(other, 2, UNSURE, UNSURE)));

        assertThat(proceeding).rejects(other);
    }

    @Test
    void tellsHowLikelyItHoldsATokenToStand() {
        AdaptivePlan plan = plan(Arm.DRAFT_QUALIFIER_TARGET, one, fixed);
        AcceptanceStage stage = AcceptanceStage.DRAFT_QUALIFIER;

        assertThat(plan.chance(stage, one, SURE).orElseThrow())
                .isEqualTo(acceptances.probability(stage, one, SURE))
                .isGreaterThan(plan.chance(stage, fixed, UNSURE).orElseThrow());
        assertThat(plan.guessChance(one))
                .hasValue(acceptances.next(AcceptanceStage.PROMPT_LOOKUP, one));
    }

    private AdaptivePlan plan(Arm arm, Sequence... batch) {
        Forecast forecast = Batches.forecast(List.of(batch), 0.8, 0.9, 0.8);
        Arm[] arms = new Arm[batch.length];
        Arrays.fill(arms, arm);
        ArmPlanner planner = new ArmPlanner(costs, 0, new Traffic());
        return new AdaptivePlan(
                forecast,
                arms,
                new int[batch.length],
                planner,
                costs,
                acceptances,
                planner.plan(Arm.OFF, forecast, 0).rate());
    }

    private static ProposalPass pass(ModelRole model, ProposalPass.Proposed... proposed) {
        return new ProposalPass(model, List.of(proposed));
    }

    private static ProposalPass.Proposed proposed(
            Sequence sequence, int ahead, Confidence... confidences) {
        return new ProposalPass.Proposed(
                sequence, confidences.length, ahead, true, List.of(confidences));
    }
}
