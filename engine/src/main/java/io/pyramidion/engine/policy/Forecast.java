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

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;

import java.util.List;

/**
 * What is expected of the sequences of one batch before a round, by their index in it.
 *
 * @param batch the sequences
 * @param draftTarget probability that the target keeps the draft's next token
 * @param qualifierTarget probability that the target keeps the qualifier's
 * @param draftQualifier probability that the qualifier keeps the draft's
 * @param most most candidates, whoever proposes: 0 for what does not adapt
 * @param lag tokens that the draft, and the qualifier, would have to read first
 * @param pacing how long the round may take
 */
record Forecast(
        List<Sequence> batch,
        double[] draftTarget,
        double[] qualifierTarget,
        double[] draftQualifier,
        int[] most,
        int[][] lag,
        Pacing pacing) {

    /** More than a model lacks that took part in the last round. */
    private static final int AT_HAND = 2;

    /**
     * @param hopeful whether rates that little is known of are taken as they may be at best
     * @param maxCandidates most candidates of any sequence
     */
    static Forecast of(
            List<Sequence> batch,
            Acceptances acceptances,
            int maxCandidates,
            Pacing pacing,
            boolean hopeful) {
        int size = batch.size();
        double[][] rates = new double[AcceptanceStage.values().length][size];
        int[] most = new int[size];
        int[][] lag = new int[ModelRole.values().length][size];
        for (int i = 0; i < size; i++) {
            Sequence sequence = batch.get(i);
            Speculation bounds = sequence.speculation();
            for (AcceptanceStage stage : AcceptanceStage.values()) {
                rates[stage.ordinal()][i] =
                        hopeful
                                ? acceptances.hopefulNext(stage, sequence)
                                : acceptances.next(stage, sequence);
            }
            most[i] =
                    bounds.adaptive()
                            ? Math.min(
                                    Math.min(maxCandidates, bounds.maxCandidates()),
                                    sequence.room())
                            : 0;
            for (ModelRole role : ModelRole.values()) {
                int behind = sequence.kv().behind(role);
                lag[role.ordinal()][i] = behind > AT_HAND ? behind : 0;
            }
        }
        return new Forecast(
                batch,
                rates[AcceptanceStage.DRAFT_TARGET.ordinal()],
                rates[AcceptanceStage.QUALIFIER_TARGET.ordinal()],
                rates[AcceptanceStage.DRAFT_QUALIFIER.ordinal()],
                most,
                lag,
                pacing);
    }

    int size() {
        return batch.size();
    }

    /** Most candidates of a sequence with an arm; 0 if it may not use its models. */
    int most(int index, Arm arm) {
        Speculation bounds = batch.get(index).speculation();
        int length =
                switch (arm) {
                    case OFF -> 0;
                    case PROMPT_LOOKUP -> bounds.promptLookup() ? bounds.draftLength() : 0;
                    case DRAFT_TARGET -> bounds.useDraft() ? bounds.draftLength() : 0;
                    case QUALIFIER_TARGET -> bounds.useQualifier() ? bounds.qualifierLength() : 0;
                    case DRAFT_QUALIFIER_TARGET ->
                            bounds.useDraft() && bounds.useQualifier()
                                    ? bounds.qualifierLength()
                                    : 0;
                };
        return Math.min(most[index], length);
    }
}
