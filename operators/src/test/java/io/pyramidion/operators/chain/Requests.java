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

import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Requests as the decode step of a job hands them on. */
final class Requests {

    private static final List<String> STORIES =
            List.of(
                    "The princess looked out of the window",
                    "Once there was a fox who",
                    "The old king had three sons",
                    "In the deep forest",
                    "A poor woodcutter lived");

    private Requests() {}

    /** A story to continue, without a chat template. Different numbers give different texts. */
    static GenerationRequest story(int number, int maxTokens) {
        GenerationRequest request = blank("story-" + number);
        request.setPrompt(
                "<|user|>Continue the story: "
                        + STORIES.get(number % STORIES.size())
                        + "<|end|><|assistant|>");
        request.setMaxTokens(maxTokens);
        request.setTemperature(0.8);
        request.setSeed(1000L + number);
        request.setIgnoreEos(true);
        return request;
    }

    /** A turn of a session. */
    static GenerationRequest turn(String session, String requestId, String text) {
        GenerationRequest request = blank(requestId);
        request.setSessionId(session);
        request.setMessages(List.of(ChatMessages.of("user", text)));
        request.setMaxTokens(24);
        request.setTemperature(0.0);
        return request;
    }

    /** A wish to end a request. */
    static GenerationRequest cancel(GenerationRequest request) {
        GenerationRequest cancel = blank(request.getRequestId());
        cancel.setSessionId(request.getSessionId());
        cancel.setCancel(true);
        return cancel;
    }

    /** A tombstone, as the decode step hands it on. */
    static RequestEnvelope tombstone(long offset, String session) {
        GenerationRequest nothing = blank("");
        nothing.setSessionId(session);
        RequestEnvelope envelope = at(offset, nothing);
        envelope.setCommand(Command.FORGET);
        return envelope;
    }

    static GenerationRequest blank(String requestId) {
        GenerationRequest request = new GenerationRequest();
        request.setRequestId(requestId);
        request.setMetadata(Map.of());
        return request;
    }

    /** A copy of a request, changed. */
    static GenerationRequest with(GenerationRequest request, Consumer<GenerationRequest> change) {
        GenerationRequest changed = GenerationRequest.newBuilder(request).build();
        change.accept(changed);
        return changed;
    }

    /** A request from a place of its own in the input, its event time being that place too. */
    static RequestEnvelope at(long offset, GenerationRequest request) {
        Header header = new Header("traceparent", bytes("00-trace-" + offset));
        Origin origin =
                new Origin(
                        offset,
                        bytes("key-" + offset),
                        List.of(header),
                        new KafkaPosition("prompts", 0, offset));
        Command command =
                Boolean.TRUE.equals(request.getCancel()) ? Command.CANCEL : Command.GENERATE;
        return new RequestEnvelope(request, origin, bytes("value-" + offset), command);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
