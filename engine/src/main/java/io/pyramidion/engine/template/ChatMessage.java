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
package io.pyramidion.engine.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code developer}, {@code user}, {@code assistant}, {@code tool} or
 *     {@code function}
 * @param content the message's text; null, which templates do not see at all, only beside {@code
 *     tool_calls}
 * @param more what else templates see of it, by name: {@code name}, {@code tool_calls}, {@code
 *     tool_call_id}, {@code reasoning_content}
 */
public record ChatMessage(String role, String content, Map<String, Object> more) {

    public ChatMessage {
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    /** A message that is a text and nothing else. */
    public ChatMessage(String role, String content) {
        this(role, content, Map.of());
    }
}
