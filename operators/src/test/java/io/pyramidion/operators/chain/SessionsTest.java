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
import io.pyramidion.operators.settings.SessionOverflow;
import io.pyramidion.operators.settings.SessionSettings;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Usage;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SessionsTest {

    private static final ChainSettings SETTINGS = Family.settings(4, 8);

    @Test
    void runsASessionsRequestsInOrderAndShowsEachTheEarlierOnes() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.send(Requests.at(1, Requests.turn("s", "two", "And of a hen.")));
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactly("one", "two");
            String answer = chain.result("one").getText();
            assertThat(chain.result("two").getTokenIds())
                    .isEqualTo(
                            Reference.answerTo(
                                    ChatMessages.of("user", "Tell me of a fox."),
                                    ChatMessages.of("assistant", answer),
                                    ChatMessages.of("user", "And of a hen.")));
        }
    }

    @Test
    void readsOnlyTheNewTokensOfANextTurn() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.finishAll();
            chain.send(Requests.at(1, Requests.story(0, 8)));
            chain.finishAll();
            chain.send(Requests.at(2, Requests.turn("s", "two", "And of a hen.")));
            chain.finishAll();

            Usage one = chain.result("one").getUsage();
            Usage two = chain.result("two").getUsage();
            assertThat(one.getPromptTokensDetails().getCachedTokens()).isZero();
            assertThat(two.getPromptTokensDetails().getCachedTokens())
                    .isBetween(one.getPromptTokens(), two.getPromptTokens() - 1);
            assertThat(chain.counter(MetricNames.PREFIX_CACHE_HITS))
                    .isEqualTo(two.getPromptTokensDetails().getCachedTokens());
            assertThat(chain.counter(MetricNames.PREFIX_CACHE_QUERIES))
                    .isEqualTo(chain.counter(MetricNames.PROMPT_TOKENS));
        }
    }

    @Test
    void remembersASessionAcrossARestore() throws Exception {
        OperatorSubtaskState snapshot;
        String answer;
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.finishAll();
            answer = chain.result("one").getText();
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(SETTINGS, snapshot, 1, 0)) {
            chain.send(Requests.at(1, Requests.turn("s", "two", "And of a hen.")));
            chain.finishAll();

            assertThat(chain.result("two").getTokenIds())
                    .isEqualTo(
                            Reference.answerTo(
                                    ChatMessages.of("user", "Tell me of a fox."),
                                    ChatMessages.of("assistant", answer),
                                    ChatMessages.of("user", "And of a hen.")));
        }
    }

    @Test
    void keepsSessionsApart() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.send(Requests.at(1, Requests.turn("t", "other", "And of a hen.")));
            chain.finishAll();

            assertThat(chain.result("other").getTokenIds())
                    .isEqualTo(Reference.answerTo(ChatMessages.of("user", "And of a hen.")));
        }
    }

    @Test
    void forgetsASessionWhenItsTimeToLiveHasPassed() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.head().setStateTtlProcessingTime(0);
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.finishAll();

            chain.head().setStateTtlProcessingTime(SETTINGS.sessions().timeToLive().toMillis() + 1);
            chain.send(Requests.at(1, Requests.turn("s", "two", "And of a hen.")));
            chain.finishAll();

            assertThat(chain.result("two").getTokenIds())
                    .isEqualTo(Reference.answerTo(ChatMessages.of("user", "And of a hen.")));
        }
    }

    @Test
    void forgetsTheOldestTurnsOfALongSession() throws Exception {
        ChainSettings two =
                Family.with(
                        SETTINGS,
                        new SessionSettings(Duration.ofMinutes(10), 2, SessionOverflow.REFUSE));
        try (ChainHarness chain = ChainHarness.start(two)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.send(Requests.at(1, Requests.turn("s", "two", "And of a hen.")));
            chain.send(Requests.at(2, Requests.turn("s", "three", "And of a cat.")));
            chain.finishAll();

            String answer = chain.result("two").getText();
            assertThat(chain.result("three").getTokenIds())
                    .isEqualTo(
                            Reference.answerTo(
                                    ChatMessages.of("user", "And of a hen."),
                                    ChatMessages.of("assistant", answer),
                                    ChatMessages.of("user", "And of a cat.")));
        }
    }

    @Test
    void forgetsASessionByATombstone() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.finishAll();
            chain.send(Requests.tombstone(1, "s"));
            chain.send(Requests.at(2, Requests.turn("s", "two", "And of a hen.")));
            chain.finishAll();

            assertThat(chain.results()).hasSize(2);
            assertThat(chain.result("two").getTokenIds())
                    .isEqualTo(Reference.answerTo(ChatMessages.of("user", "And of a hen.")));
            assertThat(chain.counter(MetricNames.SESSIONS_FORGOTTEN)).isEqualTo(1);
        }
    }

    @Test
    void forgetsBehindTheTurnsThatCameBeforeTheTombstone() throws Exception {
        OperatorSubtaskState snapshot;
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "Tell me of a fox.")));
            chain.step();
            chain.send(Requests.tombstone(1, "s"));
            chain.send(Requests.at(2, Requests.turn("s", "two", "And of a hen.")));
            chain.head().processWatermark(9);
            snapshot = chain.snapshot(1);
        }

        try (ChainHarness chain = ChainHarness.restore(SETTINGS, snapshot, 1, 0)) {
            chain.head().processWatermark(9);
            chain.finishAll();

            assertThat(chain.result("one").getTokenIds())
                    .isEqualTo(Reference.answerTo(ChatMessages.of("user", "Tell me of a fox.")));
            assertThat(chain.result("two").getTokenIds())
                    .isEqualTo(Reference.answerTo(ChatMessages.of("user", "And of a hen.")));
            assertThat(chain.watermarks()).last().isEqualTo(9L);
        }
    }

    @Test
    void dropsTheOldestTurnsWhenASessionOutgrowsTheContext() throws Exception {
        try (ChainHarness chain = ChainHarness.start(truncating())) {
            for (int turn = 0; turn < 8; turn++) {
                GenerationRequest request =
                        Requests.turn("s", "turn-" + turn, "fox " + turn + " hen ".repeat(70));
                if (turn == 0) {
                    List<ChatMessage> messages = new ArrayList<>(request.getMessages());
                    messages.add(0, ChatMessages.of("system", "You tell tales."));
                    request.setMessages(messages);
                }
                chain.send(Requests.at(turn, request));
                chain.finishAll();
            }

            assertThat(chain.results())
                    .hasSize(8)
                    .allSatisfy(result -> assertThat(result.getError()).isNull());
            long truncated = chain.counter(MetricNames.SESSIONS_TRUNCATED);
            assertThat(truncated).isPositive().isLessThan(7);
            List<Integer> prompts =
                    chain.results().stream()
                            .map(result -> result.getUsage().getPromptTokens())
                            .toList();
            for (int turn = 1; turn < prompts.size(); turn++) {
                if (prompts.get(turn) < prompts.get(turn - 1)) {
                    truncated--;
                    assertThat(prompts.get(turn)).isLessThanOrEqualTo(Family.CONTEXT / 2);
                }
            }
            assertThat(truncated).isZero();
        }
    }

    private static ChainSettings truncating() {
        return Family.with(
                SETTINGS,
                new SessionSettings(Duration.ofMinutes(10), 100, SessionOverflow.TRUNCATE));
    }

    @Test
    void leavesARefusedTurnOutOfTheSession() throws Exception {
        try (ChainHarness chain = ChainHarness.start(SETTINGS)) {
            chain.send(Requests.at(0, Requests.turn("s", "long", "fox ".repeat(2000))));
            chain.send(Requests.at(1, Requests.turn("s", "next", "And of a hen.")));
            chain.finishAll();

            assertThat(chain.result("long").getFinishReason()).isEqualTo("error");
            assertThat(chain.result("next").getTokenIds())
                    .isEqualTo(Reference.answerTo(ChatMessages.of("user", "And of a hen.")));
        }
    }
}
