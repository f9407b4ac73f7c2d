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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.RoundCount;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.engine.speculation.StageCount;
import io.pyramidion.engine.speculation.Tolerance;
import io.pyramidion.schemas.GenerationProgress;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.StageStatistics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts of speculation as results and checkpoints hold them. */
public final class SpeculationRecords {

    private SpeculationRecords() {}

    /**
     * Counts as a result holds them, without a trace.
     *
     * @param speculation how the text was decoded, with the widest limits that were in force
     */
    public static SpeculationStatistics result(
            RoundCount rounds, Map<AcceptanceStage, StageCount> stages, Speculation speculation) {
        Tolerance tolerance = speculation.tolerance();
        boolean tolerant = tolerance.mode().isFreerThan(SpeculationMode.EXACT);
        return new SpeculationStatistics(
                rounds.rounds(),
                stages(stages),
                speculation.modeName(),
                arms(rounds),
                rounds.meanCandidates(),
                rounds.drafted(stages),
                rounds.pruned(),
                rounds.accepted(),
                rounds.wasted(stages),
                tolerance.mode() == SpeculationMode.FUZZY ? tolerance.qualifier() : null,
                tolerant ? tolerance.target() : null,
                null);
    }

    /** Those of a request of which nothing was decoded. */
    public static SpeculationStatistics none() {
        return SpeculationStatistics.newBuilder().setRounds(0).setStages(Map.of()).build();
    }

    static void save(
            RoundCount rounds, Map<AcceptanceStage, StageCount> stages, GenerationProgress state) {
        state.setRounds(rounds.rounds());
        state.setRoundsByArm(arms(rounds));
        state.setCandidates(rounds.candidates());
        state.setAccepted(rounds.accepted());
        state.setPruned(rounds.pruned());
        state.setStages(stages(stages));
    }

    /** Rounds of arms that this version does not know count in the total alone. */
    static RoundCount rounds(GenerationProgress state) {
        Map<Arm, Long> arms = new EnumMap<>(Arm.class);
        state.getRoundsByArm()
                .forEach((name, count) -> Arm.find(name).ifPresent(arm -> arms.put(arm, count)));
        return new RoundCount(
                state.getRounds(),
                arms,
                state.getCandidates(),
                state.getAccepted(),
                state.getPruned());
    }

    /** Stages that this version does not know are left out. */
    static Map<AcceptanceStage, StageCount> stages(GenerationProgress state) {
        Map<AcceptanceStage, StageCount> stages = new EnumMap<>(AcceptanceStage.class);
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            StageStatistics counts = state.getStages().get(stage.wireName());
            if (counts != null) {
                stages.put(
                        stage,
                        new StageCount(
                                counts.getDrafted(),
                                counts.getAccepted(),
                                counts.getDraftedPerPosition(),
                                counts.getAcceptedPerPosition()));
            }
        }
        return stages;
    }

    private static Map<String, Long> arms(RoundCount rounds) {
        Map<String, Long> arms = new HashMap<>();
        rounds.byArm().forEach((arm, count) -> arms.put(arm.wireName(), count));
        return arms;
    }

    private static Map<String, StageStatistics> stages(Map<AcceptanceStage, StageCount> counts) {
        Map<String, StageStatistics> stages = new HashMap<>();
        counts.forEach(
                (stage, count) ->
                        stages.put(
                                stage.wireName(),
                                new StageStatistics(
                                        count.drafted(),
                                        count.accepted(),
                                        count.draftedPerPosition(),
                                        count.acceptedPerPosition())));
        return stages;
    }
}
