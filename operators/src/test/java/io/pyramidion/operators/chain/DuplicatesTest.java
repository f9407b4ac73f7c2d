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

import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock stands still but where a test sets it. */
class DuplicatesTest {

    private static final ChainSettings SETTINGS = Family.settings(1, 8);
    private static final long WINDOW = SETTINGS.requests().duplicateWindow().toMillis();

    @Test
    void answersARequestOnceWhetherItWaitsRunsOrHasEnded() throws Exception {
        GenerationRequest one = Requests.story(0, 8);
        GenerationRequest two = Requests.turn("s", "two", "Tell me of a fox.");
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, one), Requests.at(1, one));
            chain.send(Requests.at(2, two), Requests.at(3, two));
            chain.finishAll();
            chain.send(Requests.at(4, one), Requests.at(5, two));
            chain.finishAll();

            assertThat(ids(chain)).containsExactly("story-0", "two");
            assertThat(chain.deadLetters()).isEmpty();
            assertThat(chain.counter(MetricNames.DUPLICATE_REQUESTS)).isEqualTo(4);
        }
    }

    @Test
    void takesTheSameIdInAnotherSessionForAnotherRequest() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.send(Requests.at(1, Requests.turn("t", "one", "Tell me of a hen.")));
            chain.finishAll();

            assertThat(ids(chain)).containsExactly("one", "one");
        }
    }

    @Test
    void remembersAcrossARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.story(0, 8)));
            chain.finishAll();
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(SETTINGS, snapshot, 1, 0)) {
            chain.send(Requests.at(1, Requests.story(0, 8)));
            chain.finishAll();

            assertThat(chain.results()).isEmpty();
        }
    }

    @Test
    void servesAnIdAgainOnceItsWindowHasPassed() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.story(0, 8)));
            chain.finishAll();
            chain.head().setProcessingTime(WINDOW - 1);
            chain.send(Requests.at(1, Requests.story(0, 8)));
            chain.finishAll();
            assertThat(chain.results()).hasSize(1);

            chain.head().setProcessingTime(WINDOW);
            chain.send(Requests.at(2, Requests.story(0, 8)));
            chain.finishAll();
            assertThat(chain.results()).hasSize(2);
        }
    }

    @Test
    void remembersTheLatestIdsOfASession() throws Exception {
        int most = SETTINGS.requests().duplicateCount();
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            for (int i = 0; i <= most; i++) {
                chain.send(Requests.at(i, Requests.turn("s", "turn-" + i, "Go on.")));
                chain.finishAll();
            }
            chain.send(Requests.at(10, Requests.turn("s", "turn-1", "Go on.")));
            chain.finishAll();
            assertThat(chain.results()).hasSize(most + 1);

            chain.send(Requests.at(11, Requests.turn("s", "turn-0", "Go on.")));
            chain.finishAll();
            assertThat(chain.results()).hasSize(most + 2);
        }
    }

    @Test
    void servesARefusedRequestThatIsSentAgain() throws Exception {
        GenerationRequest bad = Requests.with(Requests.story(0, 8), r -> r.setTopP(7.0));
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, bad));
            chain.send(Requests.at(1, Requests.story(0, 8)));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getFinishReason)
                    .containsExactly("error", "length");
        }
    }

    @Test
    void knowsWhatRunsEvenWithoutAWindow() throws Exception {
        RequestSettings none =
                new RequestSettings(
                        Duration.ofSeconds(1), RequestSettings.UNLIMITED, Duration.ZERO, 1);
        try (ChainHarness chain = ChainHarness.start(Family.with(SETTINGS, none))) {
            chain.send(Requests.at(0, Requests.story(0, 8)), Requests.at(1, Requests.story(0, 8)));
            chain.finishAll();
            assertThat(chain.results()).hasSize(1);

            chain.send(Requests.at(2, Requests.story(0, 8)));
            chain.finishAll();
            assertThat(chain.results()).hasSize(2);
        }
    }

    private static List<String> ids(ChainHarness chain) {
        return chain.results().stream().map(GenerationResult::getRequestId).toList();
    }
}
