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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How much of a job ran when, as it was seen. Times in milliseconds since the epoch. Safe for use
 * by several threads.
 */
public final class JobTimeline {

    /** How much of a job runs. */
    public enum Extent {
        /** Not one subtask of some of its vertices. */
        NONE,
        /** At least one subtask of each vertex, so that something can come out. */
        SOME,
        ALL
    }

    private final List<Change> changes = new ArrayList<>();

    private record Change(long time, Extent extent) {}

    /** Takes down what was seen, not earlier than what was taken down before. */
    synchronized void saw(long time, Extent extent) {
        if (changes.isEmpty() || last().extent() != extent) {
            changes.add(new Change(time, extent));
        }
    }

    /** Whether all of the job ran when it was last looked at. */
    public synchronized boolean runs() {
        return !changes.isEmpty() && last().extent() == Extent.ALL;
    }

    /** Since when all of the job runs; the end of time while it does not. */
    public synchronized long runningSince() {
        return runs() ? last().time() : Long.MAX_VALUE;
    }

    /** When a part of the job was first seen not to run, from a time on; -1 if it always ran. */
    public synchronized long stoppedSince(long time) {
        return firstSince(time, extent -> extent != Extent.ALL);
    }

    /** When all of the job was first seen to run again, from a time on; -1 if it never did. */
    public synchronized long runsSince(long time) {
        return firstSince(time, extent -> extent == Extent.ALL);
    }

    /**
     * When the first part of the job ran that went on until all did: parts that ran, but had to
     * start again, do not count.
     *
     * @param runs when all of it ran again, by {@link #runsSince}
     */
    public synchronized long partlyRan(long runs) {
        long since = runs;
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (change.time() < runs) {
                if (change.extent() != Extent.SOME) {
                    break;
                }
                since = change.time();
            }
        }
        return since;
    }

    private Change last() {
        return changes.get(changes.size() - 1);
    }

    private long firstSince(long time, Predicate<Extent> wanted) {
        return changes.stream()
                .filter(change -> change.time() >= time && wanted.test(change.extent()))
                .mapToLong(Change::time)
                .findFirst()
                .orElse(-1);
    }
}
