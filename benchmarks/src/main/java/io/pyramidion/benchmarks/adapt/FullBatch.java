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

import io.pyramidion.engine.speculation.Round;
import io.pyramidion.engine.speculation.Sequence;

import java.util.HashSet;
import java.util.Set;

/**
 * Takes the time of the rounds in which a batch is full: from when each of its places has decoded
 * once until a place becomes free for which no request is left.
 */
final class FullBatch {

    private final int slots;
    private final int requests;
    private final WatchedPolicy policy;
    private final Set<Sequence> begun = new HashSet<>();
    private int finished;
    private boolean open;
    private long last = System.nanoTime();
    private long tokens;
    private long nanos;
    private long rounds;
    private final Decisions decisions = new Decisions();
    private final Predictions predictions = new Predictions();
    private Calibration before;

    /**
     * @param requests that come in all
     */
    FullBatch(int slots, int requests, WatchedPolicy policy) {
        this.slots = slots;
        this.requests = requests;
        this.policy = policy;
        this.before = policy.calibration();
    }

    /** Call it after every round. */
    void ended(Round round) {
        long now = System.nanoTime();
        if (open && requests - finished >= slots) {
            nanos += now - last;
            tokens += round.outcome().newTokens();
            rounds++;
            decisions.add(policy.decisions());
            predictions.add(policy.predictedNanos() / (now - last));
            predictions.add(policy.calibration().since(before));
        }
        before = policy.calibration();
        policy.forget();
        begun.addAll(round.sequences());
        open = open || begun.size() >= slots;
        finished += (int) round.sequences().stream().filter(Sequence::isFinished).count();
        last = System.nanoTime();
    }

    long tokens() {
        return tokens;
    }

    long nanos() {
        return nanos;
    }

    long rounds() {
        return rounds;
    }

    Decisions decisions() {
        return decisions;
    }

    Predictions predictions() {
        return predictions;
    }
}
