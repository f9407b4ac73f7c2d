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

/**
 * Counts the failures of something that is tried again and again, and tells the first of each spell
 * of them, so that a log has it once. Used by one thread, except {@link #count()}.
 */
final class Failures {

    private volatile long count;
    private boolean failing;

    /** Failures so far. */
    long count() {
        return count;
    }

    /**
     * Counts one.
     *
     * @return whether it is the first since the last success
     */
    boolean failed() {
        count++;
        boolean first = !failing;
        failing = true;
        return first;
    }

    /** Ends a spell. */
    void worked() {
        failing = false;
    }
}
