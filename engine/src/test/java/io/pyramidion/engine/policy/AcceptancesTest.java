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
import io.pyramidion.engine.speculation.RoundOutcome;
import io.pyramidion.engine.speculation.Sequence;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is learned from verifications. */
class AcceptancesTest {

    private static final AcceptanceStage STAGE = AcceptanceStage.DRAFT_TARGET;
    private static final Confidence USUAL = new Confidence(1.5f, -1, 1);

    private final Acceptances acceptances = new Acceptances();
    private final Sequence sequence = Batches.sequence(Batches.ADAPTIVE, 0);

    @Test
    void learnsFromRunsHowMuchIsKept() {
        learn(sequence, 200, 4, 4);

        assertThat(acceptances.next(STAGE, sequence)).isGreaterThan(0.95);
        assertThat(acceptances.share(STAGE)).isGreaterThan(0.95);
    }

    @Test
    void whatStandsBehindARejectedTokenIsNotCounted() {
        acceptances.learn(run(sequence, 8, 2), Collections.nCopies(8, USUAL));

        Calibration calibration = acceptances.calibration(STAGE);
        assertThat(Arrays.stream(calibration.totalSeen()).sum()).isEqualTo(3);
        assertThat(Arrays.stream(calibration.totalKept()).sum()).isEqualTo(2);
    }

    @Test
    void ofTokensWithoutAConfidenceOnlyTheNumberCounts() {
        double before = acceptances.probability(STAGE, sequence, USUAL);

        acceptances.learn(run(sequence, 4, 0), List.of());

        assertThat(acceptances.next(STAGE, sequence)).isLessThan(0.8);
        assertThat(acceptances.probability(STAGE, sequence, USUAL)).isEqualTo(before);
    }

    @Test
    void whatIsLeftOutKeepsTheRestFromLookingBetterThanItIs() {
        learn(sequence, 100, 1, 1);
        double without = acceptances.next(STAGE, sequence);

        for (int i = 0; i < 100; i++) {
            acceptances.learnLeftOut(STAGE, sequence, 0.2);
        }

        assertThat(acceptances.next(STAGE, sequence)).isLessThan(without - 0.3);
    }

    @Test
    void aNewSequenceIsTakenToBeAsTheTrafficIs() {
        learn(sequence, 400, 4, 0);

        assertThat(acceptances.next(STAGE, Batches.sequence(Batches.ADAPTIVE, 0)))
                .isCloseTo(acceptances.share(STAGE), within(1e-9))
                .isLessThan(0.1);
    }

    @Test
    void anUnusualSequenceIsKnownByItself() {
        Sequence other = Batches.sequence(Batches.ADAPTIVE, 0);
        learn(other, 400, 4, 4);
        learn(sequence, 20, 4, 0);

        assertThat(acceptances.next(STAGE, sequence)).isLessThan(0.4);
        assertThat(acceptances.next(STAGE, other)).isGreaterThan(0.9);
    }

    @Test
    void greedyTokensAreLearnedApartFromThoseDrawnByChance() {
        Sequence greedy = Batches.sequence(Batches.ADAPTIVE, 0, 0);
        double before = acceptances.probability(STAGE, greedy, USUAL);

        learn(sequence, 200, 4, 0);

        assertThat(acceptances.probability(STAGE, greedy, USUAL)).isEqualTo(before);
        assertThat(acceptances.probability(STAGE, sequence, USUAL)).isLessThan(0.2);
    }

    @Test
    void stagesAreLearnedApart() {
        double before = acceptances.next(AcceptanceStage.QUALIFIER_TARGET, sequence);

        learn(sequence, 200, 4, 0);

        assertThat(acceptances.next(AcceptanceStage.QUALIFIER_TARGET, sequence)).isEqualTo(before);
    }

    @Test
    void aStageThatIsNotUsedComesBackToWhatIsUsual() {
        learn(sequence, 400, 4, 0);
        for (int round = 0; round < 60_000; round++) {
            acceptances.roundEnded(List.of(sequence));
        }

        assertThat(acceptances.next(STAGE, sequence))
                .isCloseTo(FirstGuess.rate(STAGE), within(0.01));
    }

    private void learn(Sequence of, int runs, int drafted, int accepted) {
        for (int i = 0; i < runs; i++) {
            acceptances.learn(run(of, drafted, accepted), Collections.nCopies(drafted, USUAL));
        }
    }

    private static RoundOutcome.Run run(Sequence of, int drafted, int accepted) {
        return new RoundOutcome.Run(of, STAGE, drafted, accepted);
    }
}
