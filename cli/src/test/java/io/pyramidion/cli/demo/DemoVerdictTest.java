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
package io.pyramidion.cli.demo;

import io.pyramidion.cli.kafka.Answers;
import io.pyramidion.cli.kafka.FeedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoVerdictTest {

    private final DemoBoard board = new DemoBoard();

    @BeforeEach
    void sendTwoRequestsAndAMalformedRecord() {
        board.sent(Answers.request("plain", false));
        board.sent(Answers.request("streaming", true));
        board.sentMalformed();
    }

    @Test
    void isGoodWhenAllCameOnce() {
        board.came(Answers.result("plain", "yes"));
        board.came(Answers.delta("streaming", 0, 1, 0, "a "));
        board.came(Answers.delta("streaming", 1, 1, 2, "tale"));
        assertThat(board.isComplete()).isFalse();
        board.came(Answers.result("streaming", "a tale"));
        board.came(new FeedEvent.Refused("no JSON"));
        assertThat(board.isComplete()).isTrue();
        assertThat(DemoVerdict.of(board).problems()).isEmpty();
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(DemoVerdict.of(board).problems())
                .containsExactly(
                        "plain has 0 results; expected: 1",
                        "streaming has 0 results; expected: 1",
                        "0 records in the dead letters; expected: 1");
    }

    @Test
    void namesWhatCameTwice() {
        board.came(Answers.result("plain", "yes"));
        board.came(Answers.result("plain", "yes"));
        board.came(Answers.delta("streaming", 0, 1, 0, "a"));
        board.came(Answers.result("streaming", "a"));
        board.came(new FeedEvent.Refused("no JSON"));
        board.came(new FeedEvent.Refused("no JSON"));
        assertThat(DemoVerdict.of(board).problems())
                .containsExactly(
                        "plain has 2 results; expected: 1",
                        "2 records in the dead letters; expected: 1");
    }

    @Test
    void namesAStreamThatDiffersFromItsResult() {
        board.came(Answers.result("plain", "yes"));
        board.came(Answers.delta("streaming", 0, 1, 0, "a"));
        board.came(Answers.result("streaming", "a tale"));
        board.came(new FeedEvent.Refused("no JSON"));
        assertThat(DemoVerdict.of(board).problems())
                .containsExactly("streaming streamed a text that differs from its result's");
    }

    @Test
    void namesAFailureAndAResultThatNobodyAskedFor() {
        board.came(Answers.failure("plain", "temperature is -1; allowed: 0 or more"));
        board.came(Answers.delta("streaming", 0, 1, 0, "a"));
        board.came(Answers.result("streaming", "a"));
        board.came(Answers.result("stranger", "hello"));
        board.came(new FeedEvent.Refused("no JSON"));
        assertThat(DemoVerdict.of(board).problems())
                .containsExactly(
                        "stranger has a result but was never sent",
                        "plain failed: temperature is -1; allowed: 0 or more");
    }
}
