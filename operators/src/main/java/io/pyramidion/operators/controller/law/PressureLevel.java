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

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How hard the job is pressed, from the least to the most. */
public enum PressureLevel {
    /** Nobody waits and nothing is held back. */
    IDLE,
    /** The batch is full now and then. */
    BUSY,
    /** The source is held back, or requests wait longer than their class allows. */
    SATURATED,
    /** Saturated, and a class that is not the lowest misses what it asked for. */
    OVERLOADED,
    /** Overloaded for a while, and requests that wait will be too late. */
    DROWNING;

    /** The name in plans and metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of a name; empty if there is none. */
    public static Optional<PressureLevel> find(String name) {
        return Arrays.stream(values()).filter(level -> level.wireName().equals(name)).findFirst();
    }

    /** Whether pressure is at least this high. */
    boolean isReachedBy(PressureLevel level) {
        return level.ordinal() >= ordinal();
    }

    PressureLevel below() {
        return values()[Math.max(0, ordinal() - 1)];
    }
}
