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

import java.util.List;
import java.util.stream.LongStream;

/**
 * What one stage of speculation proposed and what the verifying model took of it. Proposals come in
 * runs, of which a leading part is taken: the counts per position tell how many runs had a token
 * there, and how many of those tokens were taken. They end where no run reached, at {@value
 * #POSITIONS} at the latest.
 *
 * @param drafted tokens proposed
 * @param accepted tokens of them accepted
 * @param draftedPerPosition tokens proposed, by their position in a run
 * @param acceptedPerPosition tokens of them accepted; as many numbers
 */
public record StageCount(
        long drafted,
        long accepted,
        List<Long> draftedPerPosition,
        List<Long> acceptedPerPosition) {

    /** Positions that are counted; tokens behind them count in the totals alone. */
    public static final int POSITIONS = 64;

    /** Nothing proposed. */
    public static final StageCount ZERO = new StageCount(0, 0, List.of(), List.of());

    public StageCount {
        draftedPerPosition = List.copyOf(draftedPerPosition);
        acceptedPerPosition = List.copyOf(acceptedPerPosition);
    }

    /** Both counts together. */
    public StageCount plus(StageCount other) {
        return new StageCount(
                drafted + other.drafted,
                accepted + other.accepted,
                sum(draftedPerPosition, other.draftedPerPosition),
                sum(acceptedPerPosition, other.acceptedPerPosition));
    }

    private static List<Long> sum(List<Long> one, List<Long> other) {
        return LongStream.range(0, Math.max(one.size(), other.size()))
                .map(i -> at(one, (int) i) + at(other, (int) i))
                .boxed()
                .toList();
    }

    private static long at(List<Long> counts, int position) {
        return position < counts.size() ? counts.get(position) : 0;
    }
}
