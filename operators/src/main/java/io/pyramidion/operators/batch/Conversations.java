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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.state.SessionStore;
import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.GenerationRequest;

import java.io.IOException;
import java.util.List;

/** What sessions remember of their turns. Requests without a session leave no trace here. */
final class Conversations {

    private final SessionStore sessions;
    private final RequestMetrics metrics;

    Conversations(SessionStore sessions, RequestMetrics metrics) {
        this.sessions = sessions;
        this.metrics = metrics;
    }

    /** Messages that a request continues. */
    List<ChatMessage> history(String key, GenerationRequest request) throws IOException {
        return inSession(request) ? sessions.history(key) : List.of();
    }

    /** Forgets the oldest messages, for good, where a turn was started without them. */
    void keep(String key, List<ChatMessage> history) throws IOException {
        sessions.keep(key, history);
        metrics.truncated();
    }

    /**
     * Adds a turn that has ended, as far as it came. One that was stopped before its first token
     * leaves no trace.
     */
    void add(Generation turn, long now) throws IOException {
        Sequence sequence = turn.sequence();
        FinishReason reason = sequence.finishReason().orElseThrow();
        boolean stopped =
                reason == FinishReason.CANCELLED || reason == FinishReason.DEADLINE_EXCEEDED;
        if (inSession(turn.request()) && (sequence.generatedCount() > 0 || !stopped)) {
            sessions.append(sequence.id(), turn.request().getMessages(), sequence.text(), now);
        }
    }

    void forget(String key) {
        sessions.clear(key);
        metrics.forgotten();
    }

    private static boolean inSession(GenerationRequest request) {
        return request.getSessionId() != null && request.getMessages() != null;
    }
}
