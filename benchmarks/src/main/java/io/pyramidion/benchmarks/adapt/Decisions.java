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
package io.pyramidion.benchmarks.adapt;

import io.pyramidion.engine.speculation.Lookahead;

import java.util.Map;
import java.util.TreeMap;

/** What a policy decided: how often which arm, and how long it thought. Mutable. */
final class Decisions {

    private final Map<String, Long> arms = new TreeMap<>();
    private long nanos;

    void count(Lookahead lookahead) {
        arms.merge(lookahead.arm().wireName(), 1L, Long::sum);
    }

    void spent(long more) {
        nanos += more;
    }

    void add(Decisions other) {
        other.arms.forEach((arm, more) -> arms.merge(arm, more, Long::sum));
        nanos += other.nanos;
    }

    /** Time inside the policy. */
    long nanos() {
        return nanos;
    }

    /** How often a sequence's round was planned as which arm, by the arm's name. */
    Map<String, Long> arms() {
        return arms;
    }

    /** Share of an arm, 0 to 1. */
    double share(String arm) {
        long all = arms.values().stream().mapToLong(Long::longValue).sum();
        return all == 0 ? 0 : (double) arms.getOrDefault(arm, 0L) / all;
    }
}
