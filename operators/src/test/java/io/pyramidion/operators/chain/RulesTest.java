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
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import io.pyramidion.schemas.TokenLogprob;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A request's logit rules and log-probabilities, from the request to its result. */
class RulesTest {

    @Test
    void aResumedGenerationKeepsItsRulesAndItsLogprobs() throws Exception {
        GenerationRequest request = ruled();
        List<Integer> whole = Reference.tokenIds(List.of(request)).get("story-3");
        assertThat(whole).isNotEqualTo(Reference.tokenIds(List.of(plain())).get("story-3"));
        OperatorSubtaskState snapshot;
        Stream<TokenDelta> before;
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 2))) {
            chain.send(Requests.at(1, request));
            for (int i = 0; i < 4; i++) {
                assertThat(chain.step()).isTrue();
            }
            snapshot = chain.snapshot(1);
            assertThat(chain.results()).isEmpty();
            before = chain.deltas().stream();
        }
        try (ChainHarness chain = ChainHarness.restore(Family.settings(2, 2), snapshot, 1, 0)) {
            chain.finishAll();
            GenerationResult result = chain.result("story-3");
            assertThat(result.getResumedFrom()).isPositive().isLessThan(whole.size());
            assertThat(result.getTokenIds()).isEqualTo(whole);
            List<TokenLogprob> logprobs = result.getLogprobs().getContent();
            assertThat(logprobs).extracting(TokenLogprob::getTokenId).isEqualTo(whole);
            assertThat(logprobs)
                    .allSatisfy(
                            token -> {
                                assertThat(token.getLogprob()).isNegative().isFinite();
                                assertThat(token.getTopLogprobs()).hasSize(2);
                            });
            assertThat(Stream.concat(before, chain.deltas().stream()))
                    .flatExtracting(delta -> delta.getLogprobs().getContent())
                    .isEqualTo(logprobs);
        }
    }

    @Test
    void aModelsVocabularyDecidesWhichTokensRulesMayName() throws Exception {
        GenerationRequest request = plain();
        request.setLogitBias(Map.of("5000", 1.0));
        try (ChainHarness chain = ChainHarness.start(Family.settings(2, 2))) {
            chain.send(Requests.at(1, request));
            assertThat(chain.result("story-3").getError().getMessage())
                    .isEqualTo("logit_bias has token id 5000; allowed: 0 to 4095");
        }
    }

    private static GenerationRequest plain() {
        return Requests.story(3, 24);
    }

    private static GenerationRequest ruled() {
        GenerationRequest request = plain();
        request.setRepetitionPenalty(1.3);
        request.setPresencePenalty(0.5);
        request.setFrequencyPenalty(-0.25);
        request.setLogitBias(Map.of("264", 1.5));
        request.setAllowedTokenIds(IntStream.range(4, 900).boxed().toList());
        request.setBannedTokenIds(List.of(270, 271));
        request.setBadWords(List.of("the"));
        request.setLogprobs(2);
        request.setStream(true);
        return request;
    }
}
