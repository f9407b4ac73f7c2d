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
import io.pyramidion.engine.sampling.TokenLogprobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last stage: the target scores the candidates of every sequence in one forward pass. Its own
 * sample at each position decides: candidates equal to it stand, the first other one is replaced by
 * it, and after the last one it adds one more. So every token is the target's, whatever was
 * proposed, unless the request tolerates others that come from near enough. Owns the target's KV
 * cache.
 */
public final class VerifyStage implements AutoCloseable {

    private final StageModel target;

    /**
     * @param target the target, which stays its owner's
     */
    public VerifyStage(Decoder target, KvPlan plan) {
        this.target = new StageModel(ModelRole.TARGET, target, plan.slots(), plan.contextTokens());
    }

    /** Ends the round: every sequence gains at least one token, or finishes. */
    public void verify(Round round) {
        target.readPrompts(round);
        List<Sequence> sequences = round.sequences();
        Map<Sequence, Integer> gained = new HashMap<>();
        if (!sequences.isEmpty()) {
            sequences.forEach(sequence -> gained.put(sequence, -sequence.generatedCount()));
            verify(round, sequences);
            gained.replaceAll((sequence, before) -> sequence.generatedCount() + before);
        }
        round.end(gained);
    }

    private void verify(Round round, List<Sequence> sequences) {
        sequences.forEach(sequence -> lookUp(round, sequence));
        int[] offered = sequences.stream().mapToInt(s -> s.tokens().candidates()).toArray();
        round.prune();
        int[] draws = sequences.stream().mapToInt(s -> s.tokens().candidates() + 1).toArray();
        StageDraws own = target.draw(round, sequences, draws);
        int at = 0;
        for (int i = 0; i < draws.length; i++) {
            Sequence sequence = sequences.get(i);
            TokenBuffer tokens = sequence.tokens();
            int candidates = tokens.candidates();
            double limit = sequence.tolerance().target();
            int accepted = Acceptance.count(tokens, tokens.committed(), candidates, own, at, limit);
            Lookahead tried = round.lookahead(sequence);
            round.verified(sequence, tried.arm().lastStage(), candidates, accepted);
            sequence.statistics()
                    .countCandidates(
                            offered[i] == 0 ? Arm.OFF : tried.arm(),
                            candidates,
                            accepted,
                            offered[i] - candidates);
            sequence.commit(accepted, own.tokens()[at + accepted], scores(own, at, accepted));
            at += draws[i];
        }
    }

    /** Of the candidates that stand and of the target's own token behind them. */
    private static List<TokenLogprobs> scores(StageDraws own, int at, int accepted) {
        if (!own.scores().containsKey(at)) {
            return List.of();
        }
        List<TokenLogprobs> scores = new ArrayList<>();
        for (int i = 0; i < accepted; i++) {
            scores.add(own.scores().get(at + i).proposed());
        }
        scores.add(own.scores().get(at + accepted).drawn());
        return scores;
    }

    /** Where no model proposes, the target reads the guesses from the text itself. */
    private static void lookUp(Round round, Sequence sequence) {
        if (!round.lookahead(sequence).byModel()) {
            PromptLookup.propose(round, sequence, round.missing(sequence));
            sequence.tokens().qualify(sequence.tokens().proposals());
        }
    }

    @Override
    public void close() {
        target.close();
    }
}
