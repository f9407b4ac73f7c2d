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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lets a model propose tokens one after the other for a batch, ragged lengths and all. */
final class Proposer {

    private Proposer() {}

    /**
     * Appends to each sequence as many proposals as wanted, fewer where one of them ends the
     * generation or the round's plan wants no more.
     *
     * @param wanted proposals by sequence, at least one each
     */
    static void propose(StageModel model, Round round, Map<Sequence, Integer> wanted) {
        List<Sequence> active = new ArrayList<>(wanted.keySet());
        while (!active.isEmpty()) {
            int[] draws = new int[active.size()];
            for (int i = 0; i < draws.length; i++) {
                Sequence sequence = active.get(i);
                int left = wanted.get(sequence) - sequence.tokens().proposals();
                draws[i] = PromptLookup.propose(round, sequence, left - 1) + 1;
            }
            StageDraws drawn = model.draw(round, active, draws);
            List<ProposalPass.Proposed> proposed = new ArrayList<>(active.size());
            int at = 0;
            for (int i = 0; i < draws.length; i++) {
                Sequence sequence = active.get(i);
                TokenBuffer tokens = sequence.tokens();
                int before = tokens.proposals() - (draws[i] - 1);
                boolean ended = take(model, round, sequence, draws[i] - 1, drawn, at);
                int fresh = tokens.proposals() - before;
                proposed.add(
                        new ProposalPass.Proposed(
                                sequence,
                                fresh,
                                tokens.candidates() + tokens.proposals(),
                                !ended && tokens.proposals() < wanted.get(sequence),
                                drawn.confidences(at, fresh)));
                at += draws[i];
            }
            active = round.proceeding(new ProposalPass(model.role(), proposed));
        }
    }

    /** Keeps the guesses that the model drew too, then its own next token. */
    private static boolean take(
            StageModel model,
            Round round,
            Sequence sequence,
            int guesses,
            StageDraws drawn,
            int at) {
        TokenBuffer tokens = sequence.tokens();
        int first = tokens.end() - guesses;
        int right = Acceptance.count(tokens, first, guesses, drawn, at, 0);
        for (int i = 0; i < right; i++) {
            tokens.adopt(first + i, drawn.origins()[at + i]);
        }
        tokens.withdraw(guesses - right);
        sequence.kv().forget(model.role(), tokens.end());
        round.verified(sequence, AcceptanceStage.PROMPT_LOOKUP, guesses, right);
        boolean ended = right > 0 && sequence.endsWith(tokens.get(tokens.end() - 1));
        if (!ended) {
            tokens.propose(drawn.tokens()[at + right], drawn.origins()[at + right]);
            round.drew(model.role(), sequence, drawn, at + right);
            ended = sequence.endsWith(drawn.tokens()[at + right]);
        }
        return ended;
    }
}
