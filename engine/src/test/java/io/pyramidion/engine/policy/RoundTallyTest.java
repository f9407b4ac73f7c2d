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

import io.pyramidion.engine.speculation.Arm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RoundTallyTest {

    private final RoundTally tally = new RoundTally();

    @Test
    void countsWhatTheTargetReadAndWhatItDidNot() {
        tally.ended(2, 6, 1);
        tally.ended(4, 2, 3);

        assertThat(tally.candidates()).isEqualTo(8);
        assertThat(tally.pruned()).isEqualTo(4);
    }

    @Test
    void countsOnlyRoundsThatAdaptByTheirArm() {
        tally.ended(1, 3, 0);
        tally.adapted(Arm.DRAFT_TARGET);
        tally.ended(1, 3, 0);

        assertThat(tally.rounds()).containsOnlyKeys(Arm.DRAFT_TARGET).containsValue(1L);
    }

    @Test
    void theMeanStartsAtTheFirstRoundAndFollowsTheLatest() {
        assertThat(tally.meanCandidates()).isZero();
        tally.ended(2, 6, 0);
        assertThat(tally.meanCandidates()).isEqualTo(3);
        for (int i = 0; i < 300; i++) {
            tally.ended(4, 4, 0);
        }
        assertThat(tally.meanCandidates()).isCloseTo(1, within(0.01));
    }

    @Test
    void whatIsHandedOutDoesNotChange() {
        tally.adapted(Arm.OFF);
        var rounds = tally.rounds();
        tally.adapted(Arm.OFF);

        assertThat(rounds).containsEntry(Arm.OFF, 1L);
    }
}
