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
package io.pyramidion.cli.kafka;

import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.StageStatistics;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.TokenDelta;
import io.pyramidion.schemas.Usage;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Requests and what a job could answer to them. */
public final class Answers {

    private Answers() {}

    public static GenerationRequest request(String id, boolean stream) {
        return GenerationRequest.newBuilder()
                .setRequestId(id)
                .setMessages(List.of(ChatMessages.of("user", "Ask " + id)))
                .setStream(stream)
                .build();
    }

    public static FeedEvent.Result result(String id, String text) {
        return new FeedEvent.Result(builder(id).setText(text).build());
    }

    public static FeedEvent.Result failure(String id, String message) {
        return new FeedEvent.Result(
                builder(id)
                        .setText("")
                        .setFinishReason("error")
                        .setError(new ErrorDetail("validate", "temperature", message))
                        .build());
    }

    /** A piece of a text, with its places among tokens and characters. */
    public static FeedEvent.Delta delta(
            String id, int firstPosition, int tokens, int firstCharacter, String text) {
        return new FeedEvent.Delta(
                TokenDelta.newBuilder()
                        .setRequestId(id)
                        .setFirstPosition(firstPosition)
                        .setFirstCharacter(firstCharacter)
                        .setTokenIds(IntStream.range(0, tokens).boxed().toList())
                        .setText(text)
                        .build());
    }

    private static GenerationResult.Builder builder(String id) {
        return GenerationResult.newBuilder()
                .setRequestId(id)
                .setModel("tales")
                .setTokenIds(List.of(1, 2, 3))
                .setFinishReason("stop")
                .setUsage(new Usage(5, 3, 8, null))
                .setTimings(new Timings(1.0, 20.0, 4.0, 1500.0))
                .setSpeculation(
                        SpeculationStatistics.newBuilder()
                                .setRounds(2)
                                .setStages(
                                        Map.of(
                                                "draft_qualifier",
                                                new StageStatistics(
                                                        8L, 6L, List.of(4L, 4L), List.of(4L, 2L))))
                                .setMode("exact")
                                .build());
    }
}
