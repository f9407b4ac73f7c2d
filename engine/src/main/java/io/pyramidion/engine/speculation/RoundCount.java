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

import java.util.EnumMap;
import java.util.Map;

/**
 * What the target was given to verify, over the rounds of one sequence or several. With the counts
 * of the stages it tells where each proposed token went: every one was accepted by the target,
 * dropped before the target read it, or rejected by whoever verified it.
 *
 * @param rounds forward passes of the target that gave tokens
 * @param byArm of these rounds, those of each arm; only arms that were used
 * @param candidates tokens that the target verified
 * @param accepted of them
 * @param pruned candidates that the target did not read, because the round's plan dropped them
 */
public record RoundCount(
        long rounds, Map<Arm, Long> byArm, long candidates, long accepted, long pruned) {

    /** No round yet. */
    public static final RoundCount ZERO = new RoundCount(0, Map.of(), 0, 0, 0);

    public RoundCount {
        byArm = Map.copyOf(byArm);
    }

    /** Both counts together. */
    public RoundCount plus(RoundCount other) {
        Map<Arm, Long> arms = new EnumMap<>(Arm.class);
        arms.putAll(byArm);
        other.byArm.forEach((arm, count) -> arms.merge(arm, count, Long::sum));
        return new RoundCount(
                rounds + other.rounds,
                arms,
                candidates + other.candidates,
                accepted + other.accepted,
                pruned + other.pruned);
    }

    /** Candidates that the target verified in a round, on average; 0 without a round. */
    public double meanCandidates() {
        return rounds == 0 ? 0 : (double) candidates / rounds;
    }

    /**
     * Proposed tokens that the target did not accept: rejected at any stage, or pruned. A guess
     * from the text that a model draws too becomes that model's proposal, and counts as one token.
     *
     * @param stages the stages' counts of the same rounds
     */
    public long wasted(Map<AcceptanceStage, StageCount> stages) {
        return pruned
                + stages.values().stream()
                        .mapToLong(stage -> stage.drafted() - stage.accepted())
                        .sum();
    }

    /**
     * Tokens that were proposed, each once, however many models verified it.
     *
     * @param stages the stages' counts of the same rounds
     */
    public long drafted(Map<AcceptanceStage, StageCount> stages) {
        return accepted + wasted(stages);
    }
}
