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
package io.pyramidion.operators.chain;

import io.pyramidion.schemas.GenerationRequest;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever wants something of a task whose source is held back waits for one round, not for all. */
class HeldBackTest {

    private static final int LENGTH = 40;
    private static final int EARLY = 5;
    private static final int LATER = 10;

    private static final List<GenerationRequest> STORIES =
            IntStream.range(0, 3).mapToObj(i -> Requests.story(i, LENGTH)).toList();

    private final List<OperatorSubtaskState> snapshots = new ArrayList<>();

    @Test
    void runsTheTasksMailsBetweenTheRoundsThatHoldBackTheSource() throws Exception {
        List<Integer> tokens = new ArrayList<>();
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 0))) {
            send(chain, 0);
            chain.mailDuringPass(EARLY, () -> tokens.add(tokensSoFar(chain)));
            chain.mailDuringPass(LATER, () -> tokens.add(tokensSoFar(chain)));

            send(chain, 1);

            assertThat(chain.results()).hasSize(1);
            assertThat(tokens).hasSize(2);
            assertThat(tokens.get(0)).isPositive().isLessThan(tokens.get(1));
            assertThat(tokens.get(1)).isLessThan(LENGTH);
        }
    }

    @Test
    void putsTheRecordThatIsHeldBackIntoASnapshotOnce() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 1))) {
            send(chain, 0);
            send(chain, 1);
            chain.mailDuringPass(LATER, () -> snapshots.add(chain.snapshot(1)));

            send(chain, 2);

            assertThat(chain.results()).hasSize(1);
        }

        assertAnsweredFromTheSnapshot();
    }

    @Test
    void takesSnapshotsWhileItAnswersTheLastRequests() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 2))) {
            for (int i = 0; i < STORIES.size(); i++) {
                send(chain, i);
            }
            chain.mailDuringPass(LATER, () -> snapshots.add(chain.snapshot(1)));

            chain.endInput();

            assertThat(chain.results()).hasSize(STORIES.size());
        }

        assertAnsweredFromTheSnapshot();
    }

    @Test
    void holdsBackNothingOnceTheTaskIsToStop() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 0))) {
            send(chain, 0);
            chain.mailDuringPass(EARLY, () -> chain.head().getOneInputOperator().finish());

            send(chain, 1);

            assertThat(chain.results()).isEmpty();
        }
    }

    @Test
    void leavesTheTasksMailsAloneIfOperatorsStandBeforeTheHead() throws Exception {
        List<Integer> answered = new ArrayList<>();
        try (ChainHarness chain = ChainHarness.startBehindOthers(Family.settings(1, 0))) {
            send(chain, 0);
            chain.mailDuringPass(EARLY, () -> answered.add(chain.results().size()));

            send(chain, 1);
            assertThat(chain.results()).hasSize(1);
            assertThat(answered).isEmpty();

            chain.finishAll();
            assertThat(answered).hasSize(1);
        }
    }

    private void assertAnsweredFromTheSnapshot() throws Exception {
        assertThat(snapshots).hasSize(1);
        try (ChainHarness chain =
                ChainHarness.restore(Family.settings(1, 2), snapshots.get(0), 1, 0)) {
            chain.finishAll();

            assertThat(chain.results()).hasSize(STORIES.size());
            assertThat(chain.result("story-0").getResumedFrom()).isPositive();
            Reference.tokenIds(STORIES)
                    .forEach(
                            (id, ids) -> assertThat(chain.result(id).getTokenIds()).isEqualTo(ids));
        }
    }

    /** Of the only request that runs, by what a snapshot sees of it. */
    private static int tokensSoFar(ChainHarness chain) throws Exception {
        chain.snapshot(1);
        return chain.storedProgress().getTokenIds().size();
    }

    private static void send(ChainHarness chain, int story) throws Exception {
        chain.send(Requests.at(story, STORIES.get(story)));
    }
}
