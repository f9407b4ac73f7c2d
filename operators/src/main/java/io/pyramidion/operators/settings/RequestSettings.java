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

import java.io.Serializable;
import java.time.Duration;

/**
 * How requests are treated while they wait.
 *
 * @param aging time of waiting that lifts a request by one SLO class
 * @param maxQueueTime longest time from a request's event time to its admission, unless it says
 *     otherwise, or {@link #UNLIMITED}
 */
public record RequestSettings(Duration aging, Duration maxQueueTime) implements Serializable {

    /** No limit of the queue time. */
    public static final Duration UNLIMITED = Duration.ofMillis(Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public RequestSettings {
        Limits.atLeast(1, aging.toMillis(), "engine.aging");
        Limits.atLeast(1, maxQueueTime.toMillis(), "engine.max-queue-time");
    }
}
