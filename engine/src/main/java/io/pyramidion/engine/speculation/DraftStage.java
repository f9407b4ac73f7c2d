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

import io.pyramidion.engine.KvPlan;
import io.pyramidion.engine.decoder.Decoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first stage: the draft model proposes. Without a draft model, or for sequences that do not
 * use one, it does nothing. Owns the draft's KV cache.
 */
public final class DraftStage implements AutoCloseable {

    private final Optional<StageModel> model;

    /**
     * @param draft the draft model, which stays its owner's
     */
    public DraftStage(Optional<Decoder> draft, KvPlan plan) {
        this.model =
                draft.map(
                        decoder ->
                                new StageModel(
                                        ModelRole.DRAFT,
                                        decoder,
                                        plan.slots(),
                                        plan.contextTokens()));
    }

    /** Adds the draft's next proposals to the sequences that want some. */
    public void propose(Round round) {
        model.ifPresent(present -> propose(present, round));
    }

    private static void propose(StageModel model, Round round) {
        model.readPrompts(round);
        Map<Sequence, Integer> wanted = new LinkedHashMap<>();
        for (Sequence sequence : round.sequences()) {
            int proposals = round.lookahead(sequence).proposals(sequence);
            if (proposals > 0) {
                wanted.put(sequence, proposals);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        Proposer.propose(model, round, wanted);
        for (Sequence sequence : wanted.keySet()) {
            if (!round.lookahead(sequence).qualifier()) {
                sequence.tokens().qualify(sequence.tokens().proposals());
                round.settle(sequence);
            }
        }
    }

    @Override
    public void close() {
        model.ifPresent(StageModel::close);
    }
}
