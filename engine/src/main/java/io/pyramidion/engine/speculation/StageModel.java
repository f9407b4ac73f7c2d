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

import io.pyramidion.engine.decoder.Comparison;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.DrawConstraint;
import io.pyramidion.engine.decoder.Drawn;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.decoder.Scoring;
import io.pyramidion.engine.sampling.Noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One model at work for one subtask: feeds sequences to a shared decoder, owns the KV cache, and
 * keeps account of how much of each sequence the cache holds.
 */
final class StageModel implements AutoCloseable {

    /**
     * Tokens by which attention may fill up the rows of a pass: as much as a further pass costs.
     */
    private static final int PADDING = 192;

    private final ModelRole role;
    private final Decoder decoder;
    private final KvCache cache;

    StageModel(ModelRole role, Decoder decoder, int slots, int contextTokens) {
        this.role = role;
        this.decoder = decoder;
        this.cache = decoder.allocate(slots, contextTokens);
    }

    ModelRole role() {
        return role;
    }

    /** Reads the prompt pieces of a round; does nothing when called again for the same round. */
    void readPrompts(Round round) {
        if (round.hasStarted(role)) {
            return;
        }
        round.spent(role, 0);
        List<Row> rows = new ArrayList<>();
        for (Round.Prefill prefill : round.prefills()) {
            Sequence sequence = prefill.sequence();
            if (!round.isReadBy(role, sequence)) {
                continue;
            }
            takeShared(sequence);
            int from = sequence.kv().cached(role);
            if (from < prefill.until()) {
                int[] piece = sequence.tokens().copy(from, prefill.until());
                rows.add(new Row(sequence.kv().slot(), from, piece, List.of()));
                sequence.kv().cache(role, prefill.until());
            }
        }
        groups(rows, 0).forEach(group -> run(round, rows, group));
    }

    /**
     * Feeds every sequence what its cache lacks and draws the tokens after the last {@code draws}
     * ones. A sequence that lacks many more than the others is fed in a pass of its own.
     *
     * @param draws tokens to draw for the sequence of the same index, at least one each
     */
    StageDraws draw(Round round, List<Sequence> sequences, int[] draws) {
        List<Row> rows = new ArrayList<>(sequences.size());
        for (int i = 0; i < draws.length; i++) {
            Sequence sequence = sequences.get(i);
            boolean measured = role != ModelRole.TARGET && round.measures(sequence);
            rows.add(row(round, sequence, draws[i], measured));
        }
        GatheredDraws drawn = new GatheredDraws(rows);
        for (List<Integer> group : groups(rows, PADDING)) {
            int ledgerRow = round.ledgerRows();
            drawn.add(group, run(round, rows, group), ledgerRow);
            round.forwarded(role);
        }
        for (Sequence sequence : sequences) {
            sequence.kv().cache(role, sequence.tokens().end());
        }
        return drawn.all();
    }

    private static List<List<Integer>> groups(List<Row> rows, int padding) {
        return LikeLengths.groups(
                rows.stream().mapToInt(row -> row.tokens().length).toArray(), padding);
    }

    /** Takes over what another sequence has read of the same prompt. */
    private void takeShared(Sequence sequence) {
        int shared = sequence.kv().shared(role);
        if (sequence.kv().cached(role) < shared) {
            int from = sequence.kv().reader().orElseThrow().slot();
            decoder.copy(cache, from, sequence.kv().slot(), shared);
            sequence.kv().cache(role, shared);
        }
    }

    private Row row(Round round, Sequence sequence, int draws, boolean measured) {
        takeShared(sequence);
        TokenBuffer tokens = sequence.tokens();
        int from = sequence.kv().cached(role);
        int end = tokens.end();
        Tolerance tolerance = sequence.tolerance();
        boolean compared = round.lookahead(sequence).isCompared(role, tolerance);
        List<DrawConstraint> constraints = sequence.constraints(draws);
        List<Draw> wanted = new ArrayList<>(draws);
        for (int index = end - draws; index < end; index++) {
            int position = sequence.positionAfter(index);
            long key = Noise.key(sequence.sampling().seed(), position);
            wanted.add(
                    new Draw(
                            sequence.sampling(),
                            key,
                            constraints.get(index - end + draws),
                            compared,
                            comparison(sequence, index + 1),
                            scoring(sequence, index + 1),
                            measured));
        }
        return new Row(sequence.kv().slot(), from, tokens.copy(from, end), wanted);
    }

    /** Of the target alone a request wants to know how likely it found a token. */
    private Optional<Scoring> scoring(Sequence sequence, int index) {
        if (role != ModelRole.TARGET || sequence.sampling().logprobs().isEmpty()) {
            return Optional.empty();
        }
        TokenBuffer tokens = sequence.tokens();
        int proposed = index < tokens.end() ? tokens.get(index) : 0;
        return Optional.of(new Scoring(sequence.sampling().logprobs().getAsInt(), proposed));
    }

    /** What to ask about a token when this model draws in its place. */
    private Optional<Comparison> comparison(Sequence sequence, int index) {
        TokenBuffer tokens = sequence.tokens();
        Tolerance tolerance = sequence.tolerance();
        if (tolerance.of(role) == 0
                || index >= tokens.end()
                || tokens.origin(index) == TokenBuffer.NO_ORIGIN) {
            return Optional.empty();
        }
        return Optional.of(
                new Comparison(tolerance.divergence(), tokens.origin(index), tokens.get(index)));
    }

    /** One forward pass of some of the rows. */
    private Drawn run(Round round, List<Row> rows, List<Integer> group) {
        boolean all = group.size() == rows.size();
        List<Row> some = all ? rows : group.stream().map(rows::get).toList();
        long start = round.now();
        Drawn drawn = decoder.sample(cache, some, round.ledger(decoder));
        round.passed(RoundOutcome.Pass.of(role, some, round.now() - start));
        return drawn;
    }

    @Override
    public void close() {
        cache.close();
    }
}
