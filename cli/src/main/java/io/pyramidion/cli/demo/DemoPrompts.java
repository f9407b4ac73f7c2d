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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pyramidion.cli.kafka.RequestLines;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the demo sends: tasks that the bundled family knows, stories, sessions of two turns, and a
 * malformed record.
 */
final class DemoPrompts {

    private static final String RESOURCE = "demo-prompts.jsonl";

    private DemoPrompts() {}

    static List<GenerationRequest> requests() {
        return RequestLines.read(
                DemoPrompts.class.getResourceAsStream(RESOURCE),
                RESOURCE,
                JsonNodeFactory.instance.objectNode());
    }

    /** Values that are no requests: each belongs to the dead letters, and none has an answer. */
    static List<byte[]> malformed() {
        return List.of("{\"prompt\": \"no end".getBytes(StandardCharsets.UTF_8));
    }

    /** What a request asks, for people. */
    static String asked(GenerationRequest request) {
        List<ChatMessage> messages = request.getMessages();
        return messages == null
                ? request.getPrompt()
                : messages.get(messages.size() - 1).getContent();
    }
}
