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
package io.pyramidion.engine.speculation;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import static io.pyramidion.engine.speculation.AcceptanceStage.DRAFT_QUALIFIER;
import static io.pyramidion.engine.speculation.AcceptanceStage.PROMPT_LOOKUP;
import static io.pyramidion.engine.speculation.AcceptanceStage.QUALIFIER_TARGET;
import static org.assertj.core.api.Assertions.assertThat;

class SequenceStatisticsTest {

    private final SequenceStatistics statistics = new SequenceStatistics();

    @Test
    void countsProposedAndAcceptedTokensByTheirPositionInARun() {
        statistics.count(DRAFT_QUALIFIER, 3, 1);
        statistics.count(DRAFT_QUALIFIER, 2, 2);
        statistics.count(QUALIFIER_TARGET, 0, 0);
        assertThat(statistics.stages())
                .isEqualTo(
                        Map.of(
                                DRAFT_QUALIFIER,
                                new StageCount(5, 3, List.of(2L, 2L, 1L), List.of(2L, 1L, 0L))));
    }

    @Test
    void goesOnFromEarlierCountsEvenFromSuchWithoutPositions() {
        StageCount old = new StageCount(9, 7, List.of(), List.of());
        statistics.restore(rounds(4), Map.of(DRAFT_QUALIFIER, old));
        statistics.count(DRAFT_QUALIFIER, 2, 1);
        statistics.countRound();
        StageCount now = statistics.stages().get(DRAFT_QUALIFIER);
        assertThat(now).isEqualTo(new StageCount(11, 8, List.of(1L, 1L), List.of(1L, 0L)));
        assertThat(statistics.rounds()).isEqualTo(5);
        SequenceStatistics resumed = new SequenceStatistics();
        resumed.restore(statistics.roundCount(), statistics.stages());
        assertThat(resumed.stages()).isEqualTo(statistics.stages());
    }

    @Test
    void tellsWhereEveryProposedTokenWent() {
        // Two of four guesses are right, the draft adds one: of these three, two please the
        // qualifier, which adds one. The plan drops one of the three; the target keeps one of two.
        statistics.count(PROMPT_LOOKUP, 4, 2);
        statistics.count(DRAFT_QUALIFIER, 3, 2);
        statistics.count(QUALIFIER_TARGET, 2, 1);
        statistics.countCandidates(Arm.DRAFT_QUALIFIER_TARGET, 2, 1, 1);
        statistics.countRound();
        statistics.countCandidates(Arm.OFF, 0, 0, 0);
        statistics.countRound();

        RoundCount count = statistics.roundCount();
        assertThat(count.byArm()).isEqualTo(Map.of(Arm.OFF, 1L, Arm.DRAFT_QUALIFIER_TARGET, 1L));
        assertThat(count.meanCandidates()).isEqualTo(1);
        assertThat(count.pruned()).isEqualTo(1);
        assertThat(count.accepted()).isEqualTo(1);
        assertThat(count.drafted(statistics.stages())).isEqualTo(4 + 1 + 1);
        assertThat(count.wasted(statistics.stages())).isEqualTo(2 + 1 + 1 + 1);
    }

    @Test
    void goesOnCountingRoundsWhereAnEarlierRunEnded() {
        statistics.countCandidates(Arm.DRAFT_TARGET, 3, 2, 1);
        statistics.countRound();
        SequenceStatistics resumed = new SequenceStatistics();
        resumed.restore(statistics.roundCount(), Map.of());
        resumed.countCandidates(Arm.DRAFT_TARGET, 1, 1, 0);
        resumed.countRound();

        assertThat(resumed.roundCount())
                .isEqualTo(new RoundCount(2, Map.of(Arm.DRAFT_TARGET, 2L), 4, 3, 1))
                .isEqualTo(
                        statistics
                                .roundCount()
                                .plus(new RoundCount(1, Map.of(Arm.DRAFT_TARGET, 1L), 1, 1, 0)));
    }

    @Test
    void addsCountsPositionByPosition() {
        StageCount one = new StageCount(1, 1, List.of(1L), List.of(1L));
        StageCount other = new StageCount(2, 0, List.of(1L, 1L), List.of(0L, 0L));
        assertThat(one.plus(other))
                .isEqualTo(new StageCount(3, 1, List.of(2L, 1L), List.of(1L, 0L)));
    }

    @Test
    void countsTokensBehindTheLastPositionInTheTotalsAlone() {
        statistics.count(DRAFT_QUALIFIER, 70, 66);
        StageCount count = statistics.stages().get(DRAFT_QUALIFIER);
        assertThat(count.drafted()).isEqualTo(70);
        assertThat(count.accepted()).isEqualTo(66);
        assertThat(count.acceptedPerPosition()).isEqualTo(Collections.nCopies(64, 1L));
    }

    private static RoundCount rounds(long rounds) {
        return new RoundCount(rounds, Map.of(), 0, 0, 0);
    }
}
