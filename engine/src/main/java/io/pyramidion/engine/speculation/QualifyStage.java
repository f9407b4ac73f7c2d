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

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.KvPlan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second stage (PyramidSD, section 3.2): the qualifier scores the draft's proposals in one
 * forward pass, keeps those that equal its own samples or, in mode fuzzy, come from near enough,
 * and adds its own next one. Where there is no draft it proposes itself. Owns the qualifier's KV
 * cache.
 */
public final class QualifyStage implements AutoCloseable {

    private final Optional<StageModel> model;

    /**
     * @param qualifier the qualifier, which stays its owner's
     */
    public QualifyStage(Optional<Decoder> qualifier, KvPlan plan) {
        this.model =
                qualifier.map(
                        decoder ->
                                new StageModel(
                                        ModelRole.QUALIFIER,
                                        decoder,
                                        plan.slots(),
                                        plan.contextTokens()));
    }

    /**
     * Turns proposals into candidates.
     *
     * @return whether the candidates of all sequences stand: the target may verify; otherwise the
     *     draft is to propose again
     */
    public boolean advance(Round round) {
        if (model.isEmpty()) {
            return true;
        }
        StageModel qualifier = model.get();
        qualifier.readPrompts(round);
        List<Sequence> drafted = new ArrayList<>();
        Map<Sequence, Integer> undrafted = new LinkedHashMap<>();
        for (Sequence sequence : round.sequences()) {
            int missing = round.missing(sequence);
            if (missing > 0 && round.lookahead(sequence).qualifier()) {
                if (round.lookahead(sequence).draft()) {
                    drafted.add(sequence);
                } else {
                    undrafted.put(sequence, missing);
                }
            }
        }
        if (!undrafted.isEmpty()) {
            Proposer.propose(qualifier, round, undrafted);
            for (Sequence sequence : undrafted.keySet()) {
                sequence.tokens().qualify(sequence.tokens().proposals());
                round.settle(sequence);
            }
        }
        if (!drafted.isEmpty()) {
            qualify(qualifier, round, drafted);
        }
        return drafted.stream().allMatch(sequence -> round.missing(sequence) == 0);
    }

    private static void qualify(StageModel qualifier, Round round, List<Sequence> drafted) {
        int[] draws = drafted.stream().mapToInt(s -> s.tokens().proposals() + 1).toArray();
        StageDraws own = qualifier.draw(round, drafted, draws);
        List<ProposalPass.Proposed> proposed = new ArrayList<>(drafted.size());
        int at = 0;
        for (int i = 0; i < draws.length; i++) {
            Sequence sequence = drafted.get(i);
            TokenBuffer tokens = sequence.tokens();
            int proposals = tokens.proposals();
            int first = tokens.standing();
            double limit = sequence.tolerance().qualifier();
            int accepted = Acceptance.count(tokens, first, proposals, own, at, limit);
            tokens.qualify(accepted);
            for (int j = 0; j < accepted; j++) {
                tokens.adopt(first + j, own.origins()[at + j]);
            }
            sequence.kv().forget(ModelRole.QUALIFIER, tokens.standing());
            sequence.kv().forget(ModelRole.DRAFT, tokens.standing());
            round.verified(sequence, AcceptanceStage.DRAFT_QUALIFIER, proposals, accepted);
            if (round.missing(sequence) > 0) {
                tokens.addCandidate(own.tokens()[at + accepted], own.origins()[at + accepted]);
                round.drew(ModelRole.QUALIFIER, sequence, own, at + accepted);
            }
            int fresh = tokens.standing() - first;
            proposed.add(
                    new ProposalPass.Proposed(
                            sequence,
                            fresh,
                            tokens.candidates(),
                            round.missing(sequence) > 0,
                            own.confidences(at, fresh)));
            at += draws[i];
        }
        List<Sequence> settled = new ArrayList<>(drafted);
        settled.removeAll(round.proceeding(new ProposalPass(ModelRole.QUALIFIER, proposed)));
        settled.forEach(round::settle);
    }

    @Override
    public void close() {
        model.ifPresent(StageModel::close);
    }
}
