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
package io.pyramidion.operators.settings;

import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long conversations are remembered.
 *
 * @param timeToLive how long after its last finished turn a session is forgotten
 * @param maxMessages maximum number of messages of earlier turns that a session keeps; the oldest
 *     go first
 * @param overflow what happens when a conversation outgrows the context
 */
public record SessionSettings(Duration timeToLive, int maxMessages, SessionOverflow overflow)
        implements Serializable {

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public SessionSettings {
        SessionOptions.TTL.check(timeToLive);
        SessionOptions.MAX_MESSAGES.check(maxMessages);
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static SessionSettings of(ReadableConfig config) {
        return new SessionSettings(
                SessionOptions.TTL.get(config),
                SessionOptions.MAX_MESSAGES.get(config),
                SessionOptions.ON_OVERFLOW.get(config));
    }
}
