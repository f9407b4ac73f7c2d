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

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** How long and how much of a conversation is kept. */
public final class SessionOptions {

    public static final BoundedOption<Duration> TTL =
            BoundedOption.of(
                    key("pyramidion.session.ttl")
                            .durationType()
                            .defaultValue(Duration.ofHours(1))
                            .withDescription(
                                    "How long a session's messages are kept after its last turn finished."),
                    Limit.atLeast(Duration.ofSeconds(1), Duration.ofHours(1)));

    public static final BoundedOption<Integer> MAX_MESSAGES =
            BoundedOption.of(
                    key("pyramidion.session.max-messages")
                            .intType()
                            .defaultValue(256)
                            .withDescription(
                                    "Maximum number of messages of earlier turns that a session"
                                            + " keeps. The oldest are dropped first."),
                    Limit.atLeast(2));

    public static final BoundedOption<SessionOverflow> ON_OVERFLOW =
            BoundedOption.of(
                    key("pyramidion.session.on-overflow")
                            .enumType(SessionOverflow.class)
                            .defaultValue(SessionOverflow.REFUSE)
                            .withDescription(
                                    "What happens when a session outgrows the context. refuse:"
                                            + " the turn that no longer fits is refused."
                                            + " truncate: the oldest turns are dropped,"
                                            + " except for a leading system message, until"
                                            + " the prompt fills at most half of the context."),
                    Limit.anyOf(SessionOverflow.class));

    private SessionOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<BoundedOption<?>> all() {
        return List.of(TTL, MAX_MESSAGES, ON_OVERFLOW);
    }
}
