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

import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.SpeculationPreference;
import io.pyramidion.schemas.TokenDelta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalsTest {

    @Test
    void sendsARefusedRequestToTheDeadLettersAsItCameAndGoesOn() throws Exception {
        GenerationRequest unknownToken = Requests.blank("bad");
        unknownToken.setPromptTokenIds(List.of(1, 99_999));
        unknownToken.setStream(true);
        RequestEnvelope envelope = Requests.at(7, unknownToken);

        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(envelope, Requests.at(8, Requests.story(0, 8)));
            chain.finishAll();

            assertThat(chain.deadLetters()).hasSize(1);
            DeadLetter letter = chain.deadLetters().get(0);
            assertThat(letter.getOrigin()).isEqualTo(envelope.getOrigin());
            assertThat(letter.getValue()).isEqualTo(envelope.getValue());
            assertThat(letter.getError().getStage()).isEqualTo("admit");
            GenerationResult result = chain.result("bad");
            assertThat(result.getFinishReason()).isEqualTo("error");
            assertThat(result.getError()).isEqualTo(letter.getError());
            assertThat(result.getTokenIds()).isEmpty();
            assertThat(chain.deltas())
                    .as("its reader waits for no more deltas")
                    .singleElement()
                    .returns("bad", TokenDelta::getRequestId)
                    .returns("error", TokenDelta::getFinishReason);
            assertThat(chain.result("story-0").getFinishReason()).isEqualTo("length");
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("temperature", "-1.0", request -> request.setTemperature(-1.0)),
                refusal("top_p", "1.5", request -> request.setTopP(1.5)),
                refusal("min_tokens", "90", request -> request.setMinTokens(90)),
                refusal("stop_token_ids", "5000", r -> r.setStopTokenIds(List.of(5000))),
                refusal(
                        "speculation.mode",
                        "fuzzy",
                        request -> request.setSpeculation(speculation("fuzzy", null, null))),
                refusal(
                        "speculation.models",
                        "target",
                        request ->
                                request.setSpeculation(
                                        speculation("exact", List.of("target"), null))),
                refusal(
                        "speculation.draft_length",
                        "65",
                        request -> request.setSpeculation(speculation("exact", null, 65))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesFieldAndValue(String field, String value, Consumer<GenerationRequest> change)
            throws Exception {
        GenerationRequest request = Requests.with(Requests.story(0, 8), change);

        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(Requests.at(0, request));
            chain.finishAll();

            GenerationResult result = chain.result("story-0");
            assertThat(result.getError().getField()).isEqualTo(field);
            assertThat(result.getError().getMessage()).contains(field).contains(value);
        }
    }

    @Test
    void saysHowManyMessagesASessionAddsToATurnThatIsTooLong() throws Exception {
        try (ChainHarness chain = ChainHarness.start(Family.settings(1, 4))) {
            chain.send(Requests.at(0, Requests.turn("s", "one", "fox ".repeat(100))));
            chain.send(Requests.at(1, Requests.turn("s", "two", "hen ".repeat(200))));
            chain.send(Requests.at(2, Requests.turn("s", "three", "cat ".repeat(200))));
            chain.finishAll();

            assertThat(chain.results())
                    .filteredOn(result -> result.getError() != null)
                    .isNotEmpty()
                    .allSatisfy(
                            result ->
                                    assertThat(result.getError().getMessage())
                                            .contains("earlier messages of its session"));
        }
    }

    private static Arguments refusal(
            String field, String value, Consumer<GenerationRequest> change) {
        return Arguments.of(field, value, change);
    }

    private static SpeculationPreference speculation(
            String mode, List<String> models, Integer draftLength) {
        return SpeculationPreference.newBuilder()
                .setMode(mode)
                .setModels(models)
                .setDraftLength(draftLength)
                .build();
    }
}
