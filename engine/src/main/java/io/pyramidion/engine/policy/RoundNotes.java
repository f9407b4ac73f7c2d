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

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The confidences of one sequence's tokens in one round, by the verifier that they await. */
final class RoundNotes {

    private final boolean qualified;
    private final Deque<List<Confidence>> qualifierRuns = new ArrayDeque<>();
    private List<Confidence> proposals = new ArrayList<>();
    private final List<Confidence> candidates = new ArrayList<>();

    /**
     * @param qualified whether the qualifier verifies what the draft proposes
     */
    RoundNotes(boolean qualified) {
        this.qualified = qualified;
    }

    boolean qualified() {
        return qualified;
    }

    void add(ModelRole model, ProposalPass.Proposed proposed) {
        if (model == ModelRole.DRAFT && qualified) {
            proposals.addAll(proposed.confidences());
            return;
        }
        if (qualified) {
            qualifierRuns.add(proposals);
            proposals = new ArrayList<>();
        }
        candidates.addAll(proposed.confidences());
    }

    /** Of what awaits the qualifier. */
    List<Confidence> proposals() {
        return proposals;
    }

    /** Of what awaits the target. */
    List<Confidence> candidates() {
        return candidates;
    }

    /**
     * Of the next run that a stage's verifier judged; what is not known of it is missing at its
     * end.
     */
    List<Confidence> run(AcceptanceStage stage) {
        return switch (stage) {
            case DRAFT_QUALIFIER -> qualifierRuns.isEmpty() ? List.of() : qualifierRuns.remove();
            case QUALIFIER_TARGET, DRAFT_TARGET -> candidates;
            case PROMPT_LOOKUP -> List.of();
        };
    }
}
