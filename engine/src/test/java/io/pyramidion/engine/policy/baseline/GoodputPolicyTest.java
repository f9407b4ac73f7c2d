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
package io.pyramidion.engine.policy.baseline;

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.RoundOutcome.Pass;
import io.pyramidion.engine.speculation.RoundOutcome.Run;
import io.pyramidion.engine.speculation.Sequence;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GoodputPolicyTest {

    private static final long MILLISECOND = 1_000_000;

    private final GoodputPolicy policy = new GoodputPolicy(8);

    @Test
    void draftsFarAheadForFewSequencesWhoseDraftsAreKept() {
        List<Sequence> batch = Texts.exact(1);
        assertThat(settled(batch, 0.9, 0)).isGreaterThanOrEqualTo(6);
    }

    @Test
    void draftsLessWhereFewerDraftsAreKept() {
        List<Sequence> batch = Texts.exact(1);
        assertThat(settled(batch, 0.5, 0)).isBetween(1, 3);
    }

    @Test
    void decodesPlainlyWhereEveryTokenOfTheTargetCosts() {
        List<Sequence> batch = Texts.exact(8);
        assertThat(settled(batch, 0.6, 5 * MILLISECOND)).isZero();
    }

    @Test
    void forgetsAVeryLowAcceptanceAsSmartSpecDoes() {
        List<Sequence> batch = Texts.exact(1);
        assertThat(policy.acceptance()).isEqualTo(0.7);
        settled(batch, 0.1, 0);
        assertThat(policy.acceptance()).isEqualTo(0.65);
    }

    @Test
    void keepsTheLengthsOfARequestWhoseTextDependsOnThem() {
        Sequence fuzzy = Texts.fuzzy();
        assertThat(policy.plan(List.of(fuzzy)).lookahead(fuzzy).candidates()).isEqualTo(5);
    }

    @Test
    void fitsALineToPassTimes() {
        PassTimes times = new PassTimes();
        assertThat(times.nanos(ModelRole.TARGET, 4)).isZero();
        for (int positions = 1; positions < 200; positions++) {
            times.learn(pass(ModelRole.TARGET, positions % 7, 30 + 2 * (positions % 7)));
        }
        assertThat(times.nanos(ModelRole.TARGET, 20)).isCloseTo(70, within(1e-6));
    }

    @Test
    void refusesALengthOfNothing() {
        assertThatThrownBy(() -> new GoodputPolicy(0))
                .hasMessage("maxLength is 0; allowed: at least 1");
    }

    /**
     * The length after many rounds on a machine on which a pass of the draft takes 1 ms and one of
     * the target 20 ms, and {@code nanosPerToken} more for each token.
     */
    private int settled(List<Sequence> batch, double acceptance, long nanosPerToken) {
        int length = 0;
        double owed = 0;
        for (int round = 0; round < 400; round++) {
            length = policy.plan(batch).lookahead(batch.get(0)).candidates();
            List<Run> runs = new ArrayList<>();
            List<Pass> passes = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                passes.add(pass(ModelRole.DRAFT, batch.size(), MILLISECOND));
            }
            int positions = batch.size() * (length + 1);
            passes.add(
                    pass(
                            ModelRole.TARGET,
                            positions,
                            20 * MILLISECOND + positions * nanosPerToken));
            if (length > 0) {
                owed += acceptance * length;
                int kept = Math.min(length, (int) owed);
                owed -= kept;
                runs.add(new Run(batch.get(0), AcceptanceStage.DRAFT_TARGET, length, kept));
            }
            policy.learn(new RoundOutcome(Map.of(), runs, passes, Map.of(), 0));
        }
        return length;
    }

    private static Pass pass(ModelRole model, int positions, long nanos) {
        return new Pass(model, positions, positions, 1, positions, 100, nanos);
    }
}
