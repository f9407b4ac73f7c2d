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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.speculation.Arm;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a policy's rounds used and what their target passes read. Not thread-safe. */
final class RoundTally {

    /** A round counts a third of the latest one after fifty more. */
    private static final double MEMORY = 0.02;

    private final Map<Arm, Long> rounds = new EnumMap<>(Arm.class);
    private long candidates;
    private long pruned;
    private double meanCandidates;
    private boolean any;

    /** Counts a round in which at least one sequence adapted. */
    void adapted(Arm arm) {
        rounds.merge(arm, 1L, Long::sum);
    }

    /**
     * Counts a round.
     *
     * @param sequences that got tokens, at least one
     * @param read candidates of all of them that the target read
     * @param leftOut candidates that it did not read
     */
    void ended(int sequences, int read, int leftOut) {
        candidates += read;
        pruned += leftOut;
        double mean = (double) read / sequences;
        meanCandidates += (any ? MEMORY : 1) * (mean - meanCandidates);
        any = true;
    }

    Map<Arm, Long> rounds() {
        return Collections.unmodifiableMap(new EnumMap<>(rounds));
    }

    long candidates() {
        return candidates;
    }

    long pruned() {
        return pruned;
    }

    /** Candidates of one sequence in a recent round; 0 before the first. */
    double meanCandidates() {
        return meanCandidates;
    }
}
