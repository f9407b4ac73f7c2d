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
package io.pyramidion.operators.batch;

/** Sums over the last half minute, second by second. Milliseconds of a clock that nobody sets. */
final class SlidingCounts {

    static final int SECONDS = 30;

    private static final long SECOND = 1000;

    private final long[][] counts;
    private final long[] seconds = new long[SECONDS];
    private long first = Long.MAX_VALUE;

    /**
     * @param kinds how many different sums there are
     */
    SlidingCounts(int kinds) {
        counts = new long[SECONDS][kinds];
    }

    void add(int kind, long amount, long now) {
        long second = Math.floorDiv(now, SECOND);
        int place = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[place] != second) {
            seconds[place] = second;
            counts[place] = new long[counts[place].length];
        }
        counts[place][kind] += amount;
        first = Math.min(first, second);
    }

    long sum(int kind, long now) {
        long second = Math.floorDiv(now, SECOND);
        long sum = 0;
        for (int place = 0; place < SECONDS; place++) {
            if (seconds[place] > second - SECONDS && seconds[place] <= second) {
                sum += counts[place][kind];
            }
        }
        return sum;
    }

    /** A sum by second, of as many seconds as were watched. */
    double perSecond(int kind, long now) {
        long watched = Math.floorDiv(now, SECOND) - first + 1;
        return first == Long.MAX_VALUE ? 0 : (double) sum(kind, now) / Math.min(SECONDS, watched);
    }
}
