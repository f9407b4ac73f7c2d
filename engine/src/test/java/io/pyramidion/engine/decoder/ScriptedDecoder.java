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
package io.pyramidion.engine.decoder;

import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.sampling.TokenLogprobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A decoder without a model: the next token is a function of all tokens before it and, where tokens
 * are drawn by chance, of the noise key. Every scripted decoder of a vocabulary follows the same
 * script, and departs from it as often as its maker wants. It reads from its cache what was fed, so
 * that a cache which is kept wrongly changes the text. Of edits of logits only bans count.
 */
public final class ScriptedDecoder implements Decoder {

    /** The first tokens of a vocabulary are special; the script has none of them. */
    private static final int FIRST_TOKEN = 32;

    private static final double LIKELY = -0.01;
    private static final double UNLIKELY = -100;

    /** How sure it is where it follows the script, and where it departs from it. */
    private static final Confidence SURE = new Confidence(4, -0.1f, 0.3f);

    private static final Confidence UNSURE = new Confidence(0.2f, -1.5f, 2);

    private final DecoderConfig config;
    private final double agreement;
    private boolean closed;

    /**
     * @param agreement share of the tokens in which it follows the script, 0 to 1
     */
    public ScriptedDecoder(DecoderConfig config, double agreement) {
        this.config = config;
        this.agreement = agreement;
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public boolean usesAccelerator() {
        return false;
    }

    @Override
    public long cacheBytes(int slots, int contextTokens) {
        return 8L * slots * (contextTokens + 1L);
    }

    @Override
    public KvCache allocate(int slots, int contextTokens) {
        if (closed) {
            throw new IllegalStateException("The decoder is closed");
        }
        return new Cache(new long[slots][contextTokens + 1], new int[slots]);
    }

    @Override
    public void copy(KvCache cache, int fromSlot, int toSlot, int tokens) {
        Cache own = (Cache) cache;
        own.check(fromSlot, tokens);
        System.arraycopy(own.texts[fromSlot], 0, own.texts[toSlot], 0, tokens + 1);
        own.lengths[toSlot] = tokens;
    }

    @Override
    public Ledger ledger() {
        return new Proposals();
    }

    @Override
    public int[] sample(KvCache cache, List<Row> rows) {
        return sample(cache, rows, ledger()).tokens();
    }

    @Override
    public Drawn sample(KvCache cache, List<Row> rows, Ledger ledger) {
        List<Integer> tokens = new ArrayList<>();
        List<Double> divergences = new ArrayList<>();
        Map<Integer, Scores> scores = new HashMap<>();
        Map<Integer, Confidence> confidences = new HashMap<>();
        List<Integer> kept = new ArrayList<>();
        for (Row row : rows) {
            long[] texts = ((Cache) cache).feed(row);
            for (int i = 0; i < row.draws().size(); i++) {
                Draw draw = row.draws().get(i);
                long text = texts[row.end() - row.draws().size() + i + 1];
                int own = next(text, draw);
                int token = permitted(own, draw.constraint());
                draw.scoring().ifPresent(s -> scores.put(tokens.size(), scores(s, own, token)));
                if (draw.measured()) {
                    confidences.put(tokens.size(), follows(text, draw) ? SURE : UNSURE);
                }
                divergences.add(
                        draw.comparison()
                                .map(c -> ((Proposals) ledger).of(c) == own ? 0.0 : 1.0)
                                .orElse(Double.NaN));
                if (draw.kept()) {
                    kept.add(own);
                }
                tokens.add(token);
            }
        }
        ((Proposals) ledger).tokens.addAll(kept);
        return new Drawn(
                tokens.stream().mapToInt(Integer::intValue).toArray(),
                divergences.stream().mapToDouble(Double::doubleValue).toArray(),
                scores,
                confidences);
    }

    @Override
    public double[][] logits(KvCache cache, List<Row> rows) {
        int[] tokens = sample(cache, rows);
        double[][] logits = new double[tokens.length][config.vocabSize()];
        for (int i = 0; i < tokens.length; i++) {
            Arrays.fill(logits[i], UNLIKELY);
            logits[i][tokens[i]] = LIKELY;
        }
        return logits;
    }

    @Override
    public boolean checkBits() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }

    private int next(long text, Draw draw) {
        int tokens = config.vocabSize() - FIRST_TOKEN;
        int scripted = (int) Long.remainderUnsigned(wish(text, draw), tokens);
        return FIRST_TOKEN + (follows(text, draw) ? scripted : (scripted + 1) % tokens);
    }

    private boolean follows(long text, Draw draw) {
        return (mix(wish(text, draw) + 1) >>> 11) * 0x1p-53 < agreement;
    }

    private static long wish(long text, Draw draw) {
        return mix(draw.sampling().samples() ? text ^ draw.noiseKey() : text);
    }

    /** The token, or else the next one of the vocabulary or of what is allowed. */
    private int permitted(int token, DrawConstraint constraint) {
        int[] allowed = constraint.allowed();
        int choices = constraint.restricts() ? allowed.length : config.vocabSize();
        return IntStream.range(token, token + choices)
                .map(i -> constraint.restricts() ? allowed[i % choices] : i % choices)
                .filter(candidate -> !isBanned(candidate, constraint))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No token may be drawn"));
    }

    private static boolean isBanned(int token, DrawConstraint constraint) {
        return constraint.banned().contains(token)
                || constraint.edits().stream().anyMatch(edits -> bans(edits, token));
    }

    private static boolean bans(LogitEdits edits, int token) {
        return IntStream.range(0, edits.size())
                .anyMatch(
                        i ->
                                edits.token(i) == token
                                        && edits.addend(i) == Double.NEGATIVE_INFINITY);
    }

    private Scores scores(Scoring scoring, int own, int token) {
        int[] ids =
                IntStream.range(own, own + scoring.top())
                        .map(t -> t % config.vocabSize())
                        .toArray();
        double[] logprobs = IntStream.of(ids).mapToDouble(id -> logprob(id, own)).toArray();
        return new Scores(
                new TokenLogprobs(logprob(token, own), ids, logprobs),
                new TokenLogprobs(logprob(scoring.proposed(), own), ids, logprobs));
    }

    private static double logprob(int token, int own) {
        return token == own ? LIKELY : UNLIKELY;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * A cache of texts.
     *
     * @param texts for each slot and number of tokens what names these tokens
     * @param lengths tokens that each slot holds
     */
    private record Cache(long[][] texts, int[] lengths) implements KvCache {

        @Override
        public int slots() {
            return lengths.length;
        }

        private void check(int slot, int tokens) {
            if (tokens > lengths[slot]) {
                throw new IllegalStateException(
                        "Slot %d holds %d tokens; %d are wanted"
                                .formatted(slot, lengths[slot], tokens));
            }
        }

        private long[] feed(Row row) {
            check(row.slot(), row.firstPosition());
            long[] own = texts[row.slot()];
            for (int i = 0; i < row.tokens().length; i++) {
                int at = row.firstPosition() + i;
                own[at + 1] = mix(own[at] ^ row.tokens()[i]);
            }
            lengths[row.slot()] = row.end();
            return own;
        }

        @Override
        public void close() {}
    }

    /** What decoders wanted to draw, instead of the logits. */
    private static final class Proposals implements Ledger {

        private final List<Integer> tokens = new ArrayList<>();

        private int of(Comparison comparison) {
            return tokens.get(comparison.ledgerRow());
        }

        @Override
        public int rows() {
            return tokens.size();
        }

        @Override
        public void close() {}
    }
}
