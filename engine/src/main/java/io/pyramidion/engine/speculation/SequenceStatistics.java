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
 * Counts of one sequence's speculation. Mutable, owned by its {@link Sequence}; survives a failure
 * by {@link #restore}.
 */
public final class SequenceStatistics {

    private final Map<AcceptanceStage, StageTally> stages = new EnumMap<>(AcceptanceStage.class);
    private long rounds;

    /** Forward passes of the target that gave tokens. */
    public long rounds() {
        return rounds;
    }

    /** A copy of the counts of the stages that ran, in the stages' order. */
    public Map<AcceptanceStage, StageCount> stages() {
        Map<AcceptanceStage, StageCount> counts = new EnumMap<>(AcceptanceStage.class);
        stages.forEach((stage, tally) -> counts.put(stage, tally.count()));
        return counts;
    }

    /** Takes over the counts of an earlier run of the same sequence. */
    public void restore(long earlierRounds, Map<AcceptanceStage, StageCount> earlierStages) {
        rounds = earlierRounds;
        stages.clear();
        earlierStages.forEach((stage, count) -> stages.put(stage, new StageTally(count)));
    }

    void countRound() {
        rounds++;
    }

    void count(AcceptanceStage stage, int drafted, int accepted) {
        if (drafted > 0) {
            stages.computeIfAbsent(stage, none -> new StageTally(StageCount.ZERO))
                    .add(drafted, accepted);
        }
    }
}
