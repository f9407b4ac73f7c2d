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
package io.pyramidion.operators.controller.law;

import java.util.Locale;

/**
 * What the bounds of a plan are for, in a word for those who read it. Nothing acts on it: the
 * bounds do.
 */
public enum RoundObjective {
    /** The least time for each request. */
    LATENCY,
    /** Most tokens a second that keep what requests ask for. */
    THROUGHPUT,
    /** Most requests that get what they ask for. */
    GOODPUT;

    static RoundObjective of(PressureLevel level) {
        return switch (level) {
            case IDLE -> LATENCY;
            case BUSY -> THROUGHPUT;
            case SATURATED, OVERLOADED, DROWNING -> GOODPUT;
        };
    }

    /** The name in plans. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
