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

import java.time.Duration;

/**
 * All keyed states of a draft operator.
 *
 * @param queue requests that wait
 * @param generations generations that run
 * @param sessions finished turns of conversations
 */
public record GenerationStates(
        RequestQueue queue, GenerationStore generations, SessionStore sessions) {

    /**
     * Registers the states; call while the operator initializes its state.
     *
     * @param timeToLive how long after its last finished turn a session is forgotten
     * @param maxMessages most messages that a session keeps
     */
    public static GenerationStates create(
            KeyedStates states, Duration timeToLive, int maxMessages) {
        return new GenerationStates(
                new RequestQueue(states),
                new GenerationStore(states),
                new SessionStore(states, timeToLive, maxMessages));
    }
}
