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

import io.pyramidion.engine.sampling.SamplingParameters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lays a batch of rows out as the flat numbers that the decoder program reads: one list of integers
 * and one of floats are all that crosses JNI. The layout is described in {@code decoder.py}.
 */
final class BatchEncoder {

    private static final int HEADER = 18;

    private final List<Row> rows;
    private final int positions;
    private final int width;
    private final int outputs;
    private final List<Integer> sampledAt = new ArrayList<>();
    private final List<Draw> sampled = new ArrayList<>();
    private final List<long[]> bans = new ArrayList<>();
    private final List<Integer> keptAt = new ArrayList<>();
    private final List<Integer> comparedAt = new ArrayList<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final EditBlock edits = new EditBlock();
    private final ScoreBlock scores = new ScoreBlock();

    /**
     * @param rows at least one, of different slots
     * @param positions cache positions per slot, the padding's included
     */
    BatchEncoder(List<Row> rows, int positions) {
        this.rows = rows;
        this.positions = positions;
        int widest = 0;
        int output = 0;
        for (Row row : rows) {
            widest = Math.max(widest, row.tokens().length);
            edits.add(row.edits(), output, row.draws().size());
            for (Draw draw : row.draws()) {
                if (draw.sampling().samples()) {
                    sampledAt.add(output);
                    sampled.add(draw);
                }
                for (int token : draw.banned()) {
                    bans.add(new long[] {output, token});
                }
                if (draw.kept()) {
                    keptAt.add(output);
                }
                if (draw.comparison().isPresent()) {
                    comparedAt.add(output);
                    comparisons.add(draw.comparison().get());
                }
                if (draw.scoring().isPresent()) {
                    scores.add(output, draw.scoring().get());
                }
                output++;
            }
        }
        this.width = widest;
        this.outputs = output;
    }

    /** Draws whose logits the ledger keeps. */
    int kept() {
        return keptAt.size();
    }

    /** Reads what the program answered: tokens, then divergences, then log-probabilities. */
    Drawn drawn(double[] answer) {
        int[] tokens = new int[outputs];
        for (int i = 0; i < outputs; i++) {
            tokens[i] = (int) answer[i];
        }
        double[] divergences = new double[outputs];
        Arrays.fill(divergences, Double.NaN);
        for (int i = 0; i < comparedAt.size(); i++) {
            divergences[comparedAt.get(i)] = answer[outputs + i];
        }
        return new Drawn(tokens, divergences, scores.read(answer, outputs + comparedAt.size()));
    }

    long[] integers() {
        int rowCount = rows.size();
        int fed = rowCount * width;
        int drawn = sampled.size();
        long[] flat =
                new long
                        [HEADER
                                + 3 * fed
                                + rowCount
                                + outputs
                                + 3 * drawn
                                + 2 * bans.size()
                                + keptAt.size()
                                + 4 * comparisons.size()
                                + edits.integers()
                                + scores.integers()];
        header(flat);
        int at = HEADER + 3 * fed;
        for (int r = 0; r < rowCount; r++) {
            Row row = rows.get(r);
            feed(flat, HEADER + r * width, fed, row);
            flat[at + r] = row.slot();
        }
        at += rowCount;
        for (int r = 0; r < rowCount; r++) {
            Row row = rows.get(r);
            int first = r * width + row.tokens().length - row.draws().size();
            for (int i = 0; i < row.draws().size(); i++) {
                flat[at++] = first + i;
            }
        }
        for (int i = 0; i < drawn; i++) {
            long key = sampled.get(i).noiseKey();
            flat[at + i] = sampledAt.get(i);
            flat[at + drawn + i] = (int) key;
            flat[at + 2 * drawn + i] = (int) (key >>> 32);
        }
        at += 3 * drawn;
        for (int i = 0; i < bans.size(); i++) {
            flat[at + i] = bans.get(i)[0];
            flat[at + bans.size() + i] = bans.get(i)[1];
        }
        behindBans(flat, at + 2 * bans.size());
        return flat;
    }

    private void behindBans(long[] flat, int start) {
        int at = start;
        for (int output : keptAt) {
            flat[at++] = output;
        }
        int pairs = comparisons.size();
        for (int i = 0; i < pairs; i++) {
            Comparison comparison = comparisons.get(i);
            flat[at + i] = comparedAt.get(i);
            flat[at + pairs + i] = comparison.ledgerRow();
            flat[at + 2 * pairs + i] = comparison.measure().ordinal();
            flat[at + 3 * pairs + i] = comparison.token();
        }
        edits.writeIntegers(flat, at + 4 * pairs);
        scores.writeIntegers(flat, at + 4 * pairs + edits.integers());
    }

    /** Temperature, top-p, top-k and min-p of the sampled outputs, then the edits' values. */
    double[] floats() {
        int drawn = sampled.size();
        double[] flat = new double[4 * drawn + edits.floats()];
        for (int i = 0; i < drawn; i++) {
            SamplingParameters sampling = sampled.get(i).sampling();
            flat[i] = sampling.temperature();
            flat[drawn + i] = sampling.topP();
            flat[2 * drawn + i] = sampling.topK();
            flat[3 * drawn + i] = sampling.minP();
        }
        edits.writeFloats(flat, 4 * drawn);
        return flat;
    }

    private void header(long[] flat) {
        int span = rows.stream().mapToInt(Row::end).max().orElseThrow();
        boolean masked = width > 1 || rows.stream().anyMatch(row -> row.end() != span);
        boolean nucleus = sampled.stream().anyMatch(draw -> draw.sampling().topP() < 1);
        boolean floor = sampled.stream().anyMatch(draw -> draw.sampling().minP() > 0);
        int topK = sampled.stream().mapToInt(draw -> draw.sampling().topK()).max().orElse(0);
        long[] header = {
            rows.size(),
            width,
            outputs,
            span,
            consecutiveSlots() ? rows.get(0).slot() : -1,
            masked ? 1 : 0,
            sampled.size(),
            topK,
            nucleus ? 1 : 0,
            floor ? 1 : 0,
            bans.size(),
            keptAt.size(),
            comparisons.size(),
            comparisons.stream()
                    .mapToLong(c -> 1L << c.measure().ordinal())
                    .reduce(0, (a, b) -> a | b),
            edits.allowed(),
            edits.edits(),
            scores.size(),
            scores.top()
        };
        System.arraycopy(header, 0, flat, 0, HEADER);
    }

    /** Consecutive slots are read as a view of the cache, others are gathered. */
    private boolean consecutiveSlots() {
        int first = rows.get(0).slot();
        for (int r = 1; r < rows.size(); r++) {
            if (rows.get(r).slot() != first + r) {
                return false;
            }
        }
        return true;
    }

    private void feed(long[] flat, int at, int fed, Row row) {
        int padding = positions - 1;
        for (int s = 0; s < width; s++) {
            boolean real = s < row.tokens().length;
            int position = real ? row.firstPosition() + s : padding;
            flat[at + s] = real ? row.tokens()[s] : 0;
            flat[at + fed + s] = (long) row.slot() * positions + position;
            flat[at + 2 * fed + s] = position;
        }
    }
}
