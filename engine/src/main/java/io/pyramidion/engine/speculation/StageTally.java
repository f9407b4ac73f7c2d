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
package io.pyramidion.engine.speculation;

import java.util.Arrays;
import java.util.List;

/** A {@link StageCount} in the making. */
final class StageTally {

    private final long[] draftedAt = new long[StageCount.POSITIONS];
    private final long[] acceptedAt = new long[StageCount.POSITIONS];
    private long drafted;
    private long accepted;

    /**
     * @param earlier what to go on from
     */
    StageTally(StageCount earlier) {
        drafted = earlier.drafted();
        accepted = earlier.accepted();
        copy(earlier.draftedPerPosition(), draftedAt);
        copy(earlier.acceptedPerPosition(), acceptedAt);
    }

    /** Counts a run of {@code length} tokens, the first {@code taken} of which were accepted. */
    void add(int length, int taken) {
        drafted += length;
        accepted += taken;
        for (int position = 0; position < Math.min(length, StageCount.POSITIONS); position++) {
            draftedAt[position]++;
            acceptedAt[position] += position < taken ? 1 : 0;
        }
    }

    StageCount count() {
        int reached = 0;
        while (reached < StageCount.POSITIONS && draftedAt[reached] > 0) {
            reached++;
        }
        return new StageCount(
                drafted, accepted, boxed(draftedAt, reached), boxed(acceptedAt, reached));
    }

    private static void copy(List<Long> from, long[] to) {
        for (int position = 0; position < Math.min(from.size(), to.length); position++) {
            to[position] = from.get(position);
        }
    }

    private static List<Long> boxed(long[] counts, int length) {
        return Arrays.stream(counts, 0, length).boxed().toList();
    }
}
