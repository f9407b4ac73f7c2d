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
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a subtask holds does not grow with what is sent to it: it stops reading instead. */
class OverloadTest {

    private static final int SLOTS = 2;
    private static final int MAX_WAITING = 3;

    @Test
    void readsNoMoreOfAFloodOfOneSessionThanMayWait() throws Exception {
        int flood = 24;
        try (ChainHarness chain = ChainHarness.start(Family.settings(SLOTS, MAX_WAITING))) {
            for (int i = 0; i < flood; i++) {
                GenerationRequest turn = Requests.turn("hot", "turn-" + i, "Go on.");
                turn.setMaxTokens(1);
                chain.send(Requests.at(i, turn));

                assertThat(chain.gauge(MetricNames.NUM_REQUESTS_WAITING))
                        .isLessThanOrEqualTo(MAX_WAITING);
                assertThat(chain.gauge(MetricNames.NUM_REQUESTS_RUNNING)).isLessThanOrEqualTo(1);
                // All that was sent is answered, waits or runs.
                assertThat(chain.results().size()).isGreaterThanOrEqualTo(i - MAX_WAITING);
            }
            chain.finishAll();

            assertThat(chain.results())
                    .extracting(GenerationResult::getRequestId)
                    .containsExactlyElementsOf(
                            IntStream.range(0, flood).mapToObj(i -> "turn-" + i).toList());
        }
    }

    @Test
    void servesOthersBesideAHotSession() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(SLOTS, MAX_WAITING))) {
            for (int i = 0; i < MAX_WAITING; i++) {
                GenerationRequest turn = Requests.turn("hot", "turn-" + i, "Go on.");
                turn.setIgnoreEos(true);
                chain.send(Requests.at(i, turn));
            }
            chain.send(Requests.at(10, Requests.story(0, 2)));
            chain.untilResults(1);

            assertThat(chain.result("story-0").getFinishReason()).isEqualTo("length");
            chain.finishAll();
            assertThat(chain.results()).hasSize(MAX_WAITING + 1);
        }
    }

    @Test
    void answersPoisonWithoutHoldingIt() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, MAX_WAITING))) {
            for (int i = 0; i < 20; i++) {
                GenerationRequest poison = Requests.blank("poison-" + i);
                poison.setPrompt("x".repeat(20_000));
                chain.send(Requests.at(i, poison));
                assertThat(chain.gauge(MetricNames.NUM_REQUESTS_WAITING)).isZero();
            }

            assertThat(chain.deadLetters()).hasSize(20);
            assertThat(chain.results()).hasSize(20);
        }
    }
}
