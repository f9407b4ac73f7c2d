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

import io.pyramidion.job.codec.DecodeException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.GenerationRequest;
import org.junit.jupiter.api.Test;

import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemoPromptsTest {

    @Test
    void sendsDistinctRequestsOfEveryKind() {
        assertThat(DemoPrompts.requests())
                .hasSize(24)
                .doesNotHaveDuplicates()
                .extracting(GenerationRequest::getRequestId)
                .doesNotHaveDuplicates();
        assertThat(DemoPrompts.requests())
                .extracting(GenerationRequest::getSessionId)
                .filteredOn(Objects::nonNull)
                .containsExactly("chat-1", "chat-1", "chat-2", "chat-2");
        assertThat(DemoPrompts.requests())
                .extracting(GenerationRequest::getStream)
                .filteredOn(Boolean.TRUE::equals)
                .hasSizeGreaterThan(5);
    }

    @Test
    void tasksAreAskedForTheLikeliestAnswerAndStoriesAreNot() {
        assertThat(DemoPrompts.requests())
                .extracting(GenerationRequest::getTemperature)
                .containsOnly(0.0, 0.8)
                .filteredOn(temperature -> temperature == 0.0)
                .hasSizeGreaterThan(12);
    }

    @Test
    void malformedRecordsAreNoRequests() {
        JsonCodec<GenerationRequest> codec = new JsonCodec<>(GenerationRequest.class);
        assertThat(DemoPrompts.malformed())
                .isNotEmpty()
                .allSatisfy(
                        value ->
                                assertThatThrownBy(() -> codec.decode(value))
                                        .isInstanceOf(DecodeException.class));
    }
}
