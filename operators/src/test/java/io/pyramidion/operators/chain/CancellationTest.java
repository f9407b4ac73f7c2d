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
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CancellationTest {

    @Test
    void endsARunningRequestWithWhatThereIs() throws Exception {
        GenerationRequest story = Requests.with(Requests.story(0, 200), r -> r.setStream(true));
        GenerationRequest other = Requests.story(1, 20);
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 4))) {
            chain.send(Requests.at(0, story), Requests.at(1, other));
            steps(chain, 6);

            chain.send(Requests.at(2, Requests.cancel(story)));

            GenerationResult result = chain.result("story-0");
            assertThat(result.getFinishReason()).isEqualTo("cancelled");
            assertThat(result.getError()).isNull();
            List<Integer> whole = Reference.tokenIds(List.of(story)).get("story-0");
            assertThat(result.getTokenIds())
                    .isNotEmpty()
                    .isEqualTo(whole.subList(0, result.getTokenIds().size()));
            TokenDelta last = chain.deltas().get(chain.deltas().size() - 1);
            assertThat(last.getFinishReason()).isEqualTo("cancelled");

            chain.finishAll();
            assertThat(chain.results()).hasSize(2);
            assertThat(chain.result("story-1").getTokenIds())
                    .isEqualTo(Reference.tokenIds(List.of(other)).get("story-1"));
            assertThat(chain.deadLetters()).isEmpty();
        }
    }

    @Test
    void givesTheSlotOfACancelledRequestToTheNextInTheNextRound() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(Requests.at(0, Requests.story(0, 200)));
            steps(chain, 3);
            chain.send(Requests.at(1, Requests.story(1, 8)));

            chain.send(Requests.at(2, Requests.cancel(Requests.story(0, 200))));
            chain.finishAll();

            assertThat(chain.result("story-1").getTokenIds())
                    .isEqualTo(Reference.tokenIds(List.of(Requests.story(1, 8))).get("story-1"));
        }
    }

    @Test
    void answersARequestThatIsCancelledWhileItWaits() throws Exception {
        GenerationRequest waiting = Requests.with(Requests.story(1, 8), r -> r.setStream(true));
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(Requests.at(0, Requests.story(0, 8)), Requests.at(1, waiting));

            chain.send(Requests.at(2, Requests.cancel(waiting)));

            assertThat(chain.results()).hasSize(1);
            GenerationResult result = chain.result("story-1");
            assertThat(result.getFinishReason()).isEqualTo("cancelled");
            assertThat(result.getTokenIds()).isEmpty();
            assertThat(result.getUsage().getTotalTokens()).isZero();
            assertThat(chain.deltas())
                    .extracting(TokenDelta::getFinishReason)
                    .containsExactly("cancelled");
            chain.finishAll();
            assertThat(chain.results()).hasSize(2);
            assertThat(chain.deadLetters()).isEmpty();
        }
    }

    @Test
    void cancelsOneTurnOfASessionAndLeavesTheOthers() throws Exception {
        GenerationRequest two = Requests.turn("s", "two", "And of a hen.");
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 4))) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.send(Requests.at(1, two));
            chain.send(Requests.at(2, Requests.turn("s", "three", "And of a cat.")));

            chain.send(Requests.at(3, Requests.cancel(two)));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("two", "one", "three");
            String answer = chain.result("one").getText();
            assertThat(chain.result("three").getTokenIds())
                    .isEqualTo(
                            Reference.answerTo(
                                    ChatMessages.of("user", "Tell me of a fox."),
                                    ChatMessages.of("assistant", answer),
                                    ChatMessages.of("user", "And of a cat.")));
        }
    }

    @Test
    void ignoresACancellationOfARequestThatIsUnknownOrAnswered() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(Requests.at(0, Requests.cancel(Requests.story(7, 8))));
            chain.send(Requests.at(1, Requests.story(0, 8)));
            chain.finishAll();
            chain.send(Requests.at(2, Requests.cancel(Requests.story(0, 8))));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getFinishReason)
                    .containsExactly("length");
            assertThat(chain.counter(MetricNames.CANCELS_UNKNOWN)).isEqualTo(2);
        }
    }

    @Test
    void cancelsWhatARestoreBroughtBack() throws Exception {
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(
                    Requests.at(0, Requests.story(0, 200)), Requests.at(1, Requests.story(1, 8)));
            steps(chain, 5);
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(Family.settings(1, 4), snapshot, 1, 0)) {
            chain.send(Requests.at(2, Requests.cancel(Requests.story(1, 8))));
            chain.send(Requests.at(3, Requests.cancel(Requests.story(0, 200))));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getFinishReason)
                    .containsExactly("cancelled", "cancelled");
            assertThat(chain.result("story-0").getTokenIds()).isNotEmpty();
        }
    }

    private static void steps(ChainHarness chain, int steps) throws Exception {
        for (int i = 0; i < steps; i++) {
            chain.step();
        }
    }
}
