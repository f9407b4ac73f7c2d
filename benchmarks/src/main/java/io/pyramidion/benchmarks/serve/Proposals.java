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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.schemas.SpeculationStatistics;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was proposed and what came of it, as results tell.
 *
 * @param rounds by arm
 * @param candidates proposed tokens that the target read, over all rounds
 * @param drafted tokens proposed by anyone
 * @param accepted tokens of them that stood
 */
record Proposals(Map<String, Long> rounds, double candidates, long drafted, long accepted) {

    static final Proposals NONE = new Proposals(Map.of(), 0, 0, 0);

    static Proposals of(SpeculationStatistics statistics) {
        return new Proposals(
                statistics.getRoundsByArm(),
                statistics.getMeanCandidates() * statistics.getRounds(),
                statistics.getDrafted(),
                statistics.getAccepted());
    }

    Proposals plus(Proposals other) {
        Map<String, Long> sum = new TreeMap<>(rounds);
        other.rounds.forEach((arm, more) -> sum.merge(arm, more, Long::sum));
        return new Proposals(
                sum,
                candidates + other.candidates,
                drafted + other.drafted,
                accepted + other.accepted);
    }

    private long all() {
        return rounds.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Share of an arm's rounds, 0 to 1; NaN without any. */
    double share(String arm) {
        return (double) rounds.getOrDefault(arm, 0L) / all();
    }

    /** Proposed tokens that the target read in a round. */
    double meanCandidates() {
        return candidates / all();
    }
}
