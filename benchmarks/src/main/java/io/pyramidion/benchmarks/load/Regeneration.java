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
package io.pyramidion.benchmarks.load;

import java.util.List;

/**
 * Whether tokens that came again had to: a restart loses what was generated since its snapshot was
 * begun, and nothing else.
 */
public final class Regeneration {

    /** Between a token's generation and its arrival, and between two looks at the job. */
    private static final long LATENESS_MS = 2000;

    private Regeneration() {}

    /**
     * A job that continues from a snapshot. Times in milliseconds since the epoch.
     *
     * @param begun when the snapshot was begun, or one before it
     * @param at when the job was restored from it
     */
    public record Restart(long begun, long at) {}

    /**
     * Tokens that came again.
     *
     * @param what request and first position
     * @param tokens how many
     * @param before when they had come last
     * @param time when they came again
     */
    public record Repeat(String what, int tokens, long before, long time) {}

    /**
     * A time in which two task managers may write the same: one that is cut off or frozen, and its
     * successor. What one of them wrote then the other may write too.
     */
    public record Overlap(long from, long until) {

        private boolean covers(Repeat repeat) {
            return from <= repeat.before() && repeat.before() <= until;
        }
    }

    /** Those that no restart had lost. */
    public static List<Repeat> unfounded(
            List<Repeat> repeats, List<Restart> restarts, List<Overlap> overlaps) {
        return repeats.stream()
                .filter(repeat -> restarts.stream().noneMatch(restart -> lost(restart, repeat)))
                .filter(repeat -> overlaps.stream().noneMatch(overlap -> overlap.covers(repeat)))
                .toList();
    }

    private static boolean lost(Restart restart, Repeat repeat) {
        return restart.begun() <= repeat.before()
                && repeat.before() - LATENESS_MS <= restart.at()
                && restart.at() <= repeat.time();
    }
}
