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

import io.pyramidion.schemas.Choice;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests for several texts to one prompt. */
class SeveralTextsTest {

    private static final int TEXTS = 3;

    @Test
    void aRequestForSeveralTextsGetsThemInOneResult() throws Exception {
        GenerationRequest request = request();
        List<Integer> first = Reference.tokenIds(List.of(Requests.story(1, 20))).get("story-1");
        GenerationResult whole;
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 2))) {
            chain.send(Requests.at(1, request), Requests.at(2, Requests.story(2, 8)));
            chain.finishAll();
            whole = chain.result("story-1");
            assertThat(chain.result("story-2").getChoices()).isNull();
            assertThat(deltas(chain.deltas())).isEqualTo(tokenIds(whole));
        }
        assertThat(whole.getTokenIds()).as("the same as without n").isEqualTo(first);
        assertThat(whole.getText()).isEqualTo(whole.getChoices().get(0).getText());
        assertThat(whole.getChoices()).extracting(Choice::getIndex).containsExactly(0, 1, 2);
        assertThat(tokenIds(whole))
                .doesNotHaveDuplicates()
                .allSatisfy(ids -> assertThat(ids).hasSize(20));
        assertThat(whole.getUsage().getCompletionTokens()).isEqualTo(TEXTS * 20);
    }

    @Test
    void severalTextsGoOnAfterAFailure() throws Exception {
        OperatorSubtaskState snapshot;
        GenerationResult whole;
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 2))) {
            chain.send(Requests.at(1, request()));
            for (int i = 0; i < 4; i++) {
                assertThat(chain.step()).isTrue();
            }
            snapshot = chain.snapshot(1);
            chain.finishAll();
            whole = chain.result("story-1");
        }
        try (ChainHarness chain = ChainHarness.restore(Family.settings(2, 2), snapshot, 1, 0)) {
            chain.finishAll();
            GenerationResult resumed = chain.result("story-1");
            assertThat(resumed.getResumedFrom()).isPositive();
            assertThat(tokenIds(resumed)).isEqualTo(tokenIds(whole));
            assertThat(resumed.getChoices())
                    .allSatisfy(
                            choice ->
                                    assertThat(choice.getLogprobs().getContent())
                                            .hasSameSizeAs(choice.getTokenIds()));
        }
    }

    @Test
    void aTextThatHasEndedStaysAsItIsWhileTheOthersGoOn() throws Exception {
        GenerationRequest request = request();
        request.setStop(List.of("the"));
        request.setMaxTokens(60);
        OperatorSubtaskState snapshot;
        GenerationResult whole;
        List<Integer> ended;
        try (ChainHarness chain = ChainHarness.start(Family.settings(3, 2))) {
            chain.send(Requests.at(1, request));
            while (ended(chain.deltas()).isEmpty()) {
                assertThat(chain.step()).isTrue();
            }
            ended = ended(chain.deltas());
            assertThat(ended).hasSizeLessThan(TEXTS);
            snapshot = chain.snapshot(1);
            chain.finishAll();
            whole = chain.result("story-1");
        }
        try (ChainHarness chain = ChainHarness.restore(Family.settings(3, 2), snapshot, 1, 0)) {
            chain.finishAll();
            GenerationResult resumed = chain.result("story-1");
            assertThat(tokenIds(resumed)).isEqualTo(tokenIds(whole));
            assertThat(resumed.getChoices())
                    .extracting(Choice::getFinishReason)
                    .isEqualTo(whole.getChoices().stream().map(Choice::getFinishReason).toList());
            assertThat(chain.deltas())
                    .filteredOn(delta -> ended.contains(delta.getIndex()))
                    .isNotEmpty()
                    .allSatisfy(delta -> assertThat(delta.getTokenIds()).isEmpty());
        }
    }

    /** Numbers of the texts whose last delta has come. */
    private static List<Integer> ended(List<TokenDelta> deltas) {
        return deltas.stream()
                .filter(delta -> delta.getFinishReason() != null)
                .map(TokenDelta::getIndex)
                .toList();
    }

    private static GenerationRequest request() {
        GenerationRequest request = Requests.story(1, 20);
        request.setN(TEXTS);
        request.setLogprobs(1);
        request.setStream(true);
        return request;
    }

    private static List<List<Integer>> tokenIds(GenerationResult result) {
        return result.getChoices().stream().map(Choice::getTokenIds).toList();
    }

    /** The token ids of streamed texts, by their index. */
    private static List<List<Integer>> deltas(List<TokenDelta> deltas) {
        List<List<Integer>> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            int index = i;
            List<TokenDelta> own =
                    deltas.stream().filter(d -> Objects.equals(d.getIndex(), index)).toList();
            assertThat(own.get(own.size() - 1).getFinishReason()).isEqualTo("length");
            texts.add(own.stream().flatMap(d -> d.getTokenIds().stream()).toList());
        }
        return texts;
    }
}
