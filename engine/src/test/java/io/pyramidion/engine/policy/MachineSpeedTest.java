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

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What a machine that others slow down does to the costs of passes. */
class MachineSpeedTest {

    private static final long TARGET = 4_000_000;
    private static final long DRAFT = 1_000_000;

    private final PassCosts costs =
            new PassCosts(
                    Map.of(
                            ModelRole.TARGET, curves(TARGET),
                            ModelRole.DRAFT, curves(DRAFT)));

    @Test
    void aModelThatDoesNotRunIsSlowedLikeThoseThatDo() {
        rounds(200, pass(ModelRole.TARGET, TARGET));
        rounds(60, pass(ModelRole.TARGET, 3 * TARGET));

        assertThat(costs.machineSlowness()).isBetween(2.5, 3.0);
        assertThat(costs.decoding(ModelRole.TARGET, 4))
                .isCloseTo(3.0 * TARGET, within(0.2 * TARGET));
        assertThat(costs.decoding(ModelRole.DRAFT, 4)).isBetween(2.5 * DRAFT, 3.0 * DRAFT);
        assertThat(costs.readingPerToken(ModelRole.DRAFT)).isZero();
        assertThat(costs.reading(ModelRole.DRAFT, 4)).isBetween(2.5 * DRAFT, 3.0 * DRAFT);
    }

    @Test
    void comesBackWithTheMachine() {
        rounds(200, pass(ModelRole.TARGET, TARGET));
        rounds(60, pass(ModelRole.TARGET, 3 * TARGET));
        rounds(60, pass(ModelRole.TARGET, TARGET));

        assertThat(costs.machineSlowness()).isCloseTo(1, within(0.1));
        assertThat(costs.decoding(ModelRole.DRAFT, 4))
                .isCloseTo((double) DRAFT, within(0.1 * DRAFT));
    }

    @Test
    void aProfileThatWasWrongFromTheStartIsItsModelsOwn() {
        rounds(200, pass(ModelRole.TARGET, 3 * TARGET));

        assertThat(costs.decoding(ModelRole.TARGET, 4))
                .isCloseTo(3.0 * TARGET, within(0.1 * TARGET));
        assertThat(costs.decoding(ModelRole.DRAFT, 4)).isLessThan(1.5 * DRAFT);
    }

    @Test
    void whatOneOfTwoModelsTakesMoreIsItsOwn() {
        rounds(200, pass(ModelRole.TARGET, TARGET), pass(ModelRole.DRAFT, DRAFT));
        rounds(100, pass(ModelRole.TARGET, TARGET), pass(ModelRole.DRAFT, 2 * DRAFT));

        assertThat(costs.decoding(ModelRole.TARGET, 4))
                .isCloseTo((double) TARGET, within(0.1 * TARGET));
        assertThat(costs.decoding(ModelRole.DRAFT, 4)).isCloseTo(2.0 * DRAFT, within(0.1 * DRAFT));
    }

    private void rounds(int count, RoundOutcome.Pass... passes) {
        for (int i = 0; i < count; i++) {
            costs.learn(new RoundOutcome(Map.of(), List.of(), List.of(passes), Map.of(), 0));
        }
    }

    private static RoundOutcome.Pass pass(ModelRole model, long nanos) {
        return new RoundOutcome.Pass(model, 4, 4, 1, 4, 32, nanos);
    }

    private static PassCosts.Curves curves(long nanos) {
        return new PassCosts.Curves(PassCurve.straight(nanos, 0), PassCurve.straight(nanos, 0));
    }
}
