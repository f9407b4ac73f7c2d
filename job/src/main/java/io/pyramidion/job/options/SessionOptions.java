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
package io.pyramidion.job.options;

import io.pyramidion.operators.settings.SessionOverflow;
import org.apache.flink.configuration.ConfigOption;

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** How long and how much of a conversation is kept. */
public final class SessionOptions {

    public static final ConfigOption<Duration> TTL =
            key("pyramidion.session.ttl")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription(
                            "How long a session's messages are kept after its last turn finished.");

    public static final ConfigOption<Integer> MAX_MESSAGES =
            key("pyramidion.session.max-messages")
                    .intType()
                    .defaultValue(256)
                    .withDescription(
                            "Most messages of earlier turns that a session keeps; the oldest go first.");

    public static final ConfigOption<SessionOverflow> ON_OVERFLOW =
            key("pyramidion.session.on-overflow")
                    .enumType(SessionOverflow.class)
                    .defaultValue(SessionOverflow.REFUSE)
                    .withDescription(
                            "What happens when a session outgrows the context. refuse: the turn"
                                    + " that no longer fits is refused. truncate: the oldest turns"
                                    + " are forgotten, but for a leading system message, until the"
                                    + " prompt fills at most half of the context.");

    private SessionOptions() {}

    static List<OptionRule<?>> rules() {
        return List.of(
                OptionRule.limited(
                        TTL,
                        "Duration",
                        ttl -> ttl.toMillis() >= 1000,
                        "a duration of at least 1 s, for example 1 h"),
                OptionRule.atLeast(MAX_MESSAGES, 2),
                OptionRule.any(ON_OVERFLOW, "Enum", "refuse, truncate"));
    }
}
