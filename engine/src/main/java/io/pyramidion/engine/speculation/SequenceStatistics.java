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
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts of one sequence's speculation. Mutable, owned by its {@link Sequence}; survives a failure
 * by {@link #restore}.
 */
public final class SequenceStatistics {

    private final Map<AcceptanceStage, StageTally> stages = new EnumMap<>(AcceptanceStage.class);
    private final long[] byArm = new long[Arm.values().length];
    private long rounds;
    private long candidates;
    private long accepted;
    private long pruned;

    /** Forward passes of the target that gave tokens. */
    public long rounds() {
        return rounds;
    }

    /** A copy of the counts of the rounds. */
    public RoundCount roundCount() {
        Map<Arm, Long> arms = new EnumMap<>(Arm.class);
        for (Arm arm : Arm.values()) {
            if (byArm[arm.ordinal()] > 0) {
                arms.put(arm, byArm[arm.ordinal()]);
            }
        }
        return new RoundCount(rounds, arms, candidates, accepted, pruned);
    }

    /** A copy of the counts of the stages that ran, in the stages' order. */
    public Map<AcceptanceStage, StageCount> stages() {
        Map<AcceptanceStage, StageCount> counts = new EnumMap<>(AcceptanceStage.class);
        stages.forEach((stage, tally) -> counts.put(stage, tally.count()));
        return counts;
    }

    /** Takes over the counts of an earlier run of the same sequence. */
    public void restore(RoundCount earlier, Map<AcceptanceStage, StageCount> earlierStages) {
        rounds = earlier.rounds();
        candidates = earlier.candidates();
        accepted = earlier.accepted();
        pruned = earlier.pruned();
        Arrays.fill(byArm, 0);
        earlier.byArm().forEach((arm, count) -> byArm[arm.ordinal()] = count);
        stages.clear();
        earlierStages.forEach((stage, count) -> stages.put(stage, new StageTally(count)));
    }

    void countRound() {
        rounds++;
    }

    /**
     * Counts what a round gave the target to verify.
     *
     * @param read candidates that the target read
     * @param taken of them
     * @param dropped candidates that it did not read
     */
    void countCandidates(Arm arm, int read, int taken, int dropped) {
        byArm[arm.ordinal()]++;
        candidates += read;
        accepted += taken;
        pruned += dropped;
    }

    void count(AcceptanceStage stage, int drafted, int kept) {
        if (drafted > 0) {
            stages.computeIfAbsent(stage, none -> new StageTally(StageCount.ZERO))
                    .add(drafted, kept);
        }
    }
}
