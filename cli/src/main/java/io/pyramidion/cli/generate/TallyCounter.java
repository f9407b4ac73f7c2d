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
package io.pyramidion.cli.generate;

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.RoundCount;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.StageCount;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what sequences have given so far; what is finished is counted once. */
final class TallyCounter {

    private final int prompts;
    private final int refused;
    private final int texts;
    private final List<Sequence> open;
    private final Map<AcceptanceStage, StageCount> finishedStages =
            new EnumMap<>(AcceptanceStage.class);
    private RoundCount finishedRounds = RoundCount.ZERO;
    private long finishedTokens;

    TallyCounter(List<GenerateBatch.Entry> entries) {
        this.open =
                new ArrayList<>(
                        entries.stream().flatMap(entry -> entry.sequence().stream()).toList());
        this.texts = open.size();
        this.refused = (int) entries.stream().filter(e -> e.error().isPresent()).count();
        this.prompts = (int) entries.stream().filter(e -> e.index() == 0).count() - refused;
    }

    Tally count() {
        open.removeIf(this::isCountedForGood);
        Map<AcceptanceStage, StageCount> stages = new EnumMap<>(AcceptanceStage.class);
        add(finishedStages, stages);
        RoundCount rounds = finishedRounds;
        int running = 0;
        long tokens = finishedTokens;
        for (Sequence sequence : open) {
            running += sequence.statistics().rounds() > 0 ? 1 : 0;
            tokens += sequence.generatedCount();
            add(sequence.statistics().stages(), stages);
            rounds = rounds.plus(sequence.statistics().roundCount());
        }
        return new Tally(
                prompts, refused, texts, running, texts - open.size(), tokens, stages, rounds);
    }

    private boolean isCountedForGood(Sequence sequence) {
        if (sequence.isFinished()) {
            finishedTokens += sequence.generatedCount();
            add(sequence.statistics().stages(), finishedStages);
            finishedRounds = finishedRounds.plus(sequence.statistics().roundCount());
        }
        return sequence.isFinished();
    }

    private static void add(
            Map<AcceptanceStage, StageCount> counts, Map<AcceptanceStage, StageCount> sums) {
        counts.forEach((stage, count) -> sums.merge(stage, count, StageCount::plus));
    }
}
