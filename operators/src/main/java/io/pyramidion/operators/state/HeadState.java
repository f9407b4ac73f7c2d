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

import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.operators.settings.SessionSettings;

/**
 * All keyed states of a head operator.
 *
 * @param queue requests that wait
 * @param generations generations that run
 * @param sessions finished turns of conversations
 * @param recent ids of requests that came lately
 */
public record HeadState(
        RequestQueue queue,
        GenerationStore generations,
        SessionStore sessions,
        RecentRequestStore recent) {

    /**
     * Registers the states; call while the operator initializes its state.
     *
     * @param sessions how long and how much of a session is kept
     * @param requests how long and how many ids of requests are kept
     */
    public static HeadState create(
            KeyedStates states, SessionSettings sessions, RequestSettings requests) {
        return new HeadState(
                new RequestQueue(states),
                new GenerationStore(states),
                new SessionStore(states, sessions.timeToLive(), sessions.maxMessages()),
                new RecentRequestStore(
                        states, requests.duplicateWindow(), requests.duplicateCount()));
    }
}
