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
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.SessionState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The finished turns of conversations. A session is forgotten when its time to live has passed
 * since its last finished turn; of a long one the oldest messages are forgotten first.
 */
public final class SessionStore {

    private static final String ASSISTANT = "assistant";
    private static final Set<String> ANSWERS = Set.of(ASSISTANT, "tool", "function");

    private final KeyedStates states;
    private final ValueState<SessionState> session;
    private final int maxMessages;

    /**
     * @param timeToLive how long after its last finished turn a session is forgotten
     * @param maxMessages most messages that a session keeps
     */
    public SessionStore(KeyedStates states, Duration timeToLive, int maxMessages) {
        this.states = states;
        this.maxMessages = maxMessages;
        ValueStateDescriptor<SessionState> descriptor =
                new ValueStateDescriptor<>(
                        StateNames.SESSION, new AvroTypeInfo<>(SessionState.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        this.session = states.store().getState(descriptor);
    }

    /** Messages of the finished turns, oldest first; empty for a session that is not known. */
    public List<ChatMessage> history(String key) throws IOException {
        states.select(key);
        SessionState state = session.value();
        return state == null ? List.of() : List.copyOf(state.getMessages());
    }

    /** Keeps no more than these messages of a session that is known. */
    public void keep(String key, List<ChatMessage> messages) throws IOException {
        states.select(key);
        SessionState state = session.value();
        if (state != null) {
            session.update(new SessionState(List.copyOf(messages), state.getUpdatedAt()));
        }
    }

    /** Forgets a session. */
    public void clear(String key) {
        states.select(key);
        session.clear();
    }

    /**
     * Adds a finished turn.
     *
     * @param asked messages of the request
     * @param answer the generated text
     * @param now milliseconds since the epoch
     */
    public void append(String key, List<ChatMessage> asked, String answer, long now)
            throws IOException {
        List<ChatMessage> messages = new ArrayList<>(history(key));
        messages.addAll(asked);
        messages.add(ChatMessages.of(ASSISTANT, answer));
        session.update(new SessionState(latest(messages), now));
    }

    /**
     * The latest messages within the bound. A leading system message stays, and what follows it
     * never starts with an answer whose question was forgotten: chat templates refuse that.
     */
    private List<ChatMessage> latest(List<ChatMessage> messages) {
        if (messages.size() <= maxMessages) {
            return messages;
        }
        int system = SessionHistory.hasSystem(messages) ? 1 : 0;
        int from = messages.size() - maxMessages + system;
        while (from < messages.size() && ANSWERS.contains(messages.get(from).getRole())) {
            from++;
        }
        return SessionHistory.from(messages, from);
    }
}
