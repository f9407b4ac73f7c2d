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
package io.pyramidion.operators.state;

import io.pyramidion.schemas.ChatMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What stays of a session's messages when its oldest are dropped. */
public final class SessionHistory {

    private static final Set<String> SYSTEM = Set.of("system", "developer");

    private SessionHistory() {}

    /**
     * The messages from a position on, behind a leading system message, which always stays.
     *
     * @param messages oldest first
     * @param start position of the first message to keep, 0 to the number of messages
     */
    public static List<ChatMessage> from(List<ChatMessage> messages, int start) {
        List<ChatMessage> kept = new ArrayList<>();
        if (start > 0 && hasSystem(messages)) {
            kept.add(messages.get(0));
        }
        kept.addAll(messages.subList(start, messages.size()));
        return kept;
    }

    /** Whether a system message leads the messages. */
    static boolean hasSystem(List<ChatMessage> messages) {
        return !messages.isEmpty() && SYSTEM.contains(messages.get(0).getRole());
    }
}
