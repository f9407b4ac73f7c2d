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
 * How requests are treated while they wait.
 *
 * @param aging time of waiting that lifts a request by one SLO class
 * @param maxQueueTime longest time from a request's event time to its admission, unless it says
 *     otherwise, or {@link #UNLIMITED}
 * @param duplicateWindow how long after a request another one of its key with the same id is a
 *     repetition; none if zero
 * @param duplicateCount maximum number of ids that a key keeps for this
 */
public record RequestSettings(
        Duration aging, Duration maxQueueTime, Duration duplicateWindow, int duplicateCount)
        implements Serializable {

    /** No limit of the queue time. */
    public static final Duration UNLIMITED = Duration.ofMillis(Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public RequestSettings {
        EngineOptions.AGING.check(aging);
        EngineOptions.MAX_QUEUE_TIME.check(maxQueueTime);
        EngineOptions.DUPLICATE_WINDOW.check(duplicateWindow);
        EngineOptions.DUPLICATE_COUNT.check(duplicateCount);
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static RequestSettings of(ReadableConfig config) {
        return new RequestSettings(
                EngineOptions.AGING.get(config),
                EngineOptions.MAX_QUEUE_TIME.find(config).orElse(UNLIMITED),
                EngineOptions.DUPLICATE_WINDOW.get(config),
                EngineOptions.DUPLICATE_COUNT.get(config));
    }
}
