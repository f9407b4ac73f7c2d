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

import java.util.Arrays;
import java.util.List;

/**
 * Lays a batch of rows out as the flat numbers that the decoder program reads: one list of integers
 * and one of floats are all that crosses JNI. A header, then blocks one behind the other; {@code
 * decoder.py} describes them.
 */
final class BatchEncoder {

    private final List<Row> rows;
    private final int positions;
    private final int width;
    private final long[] header = new long[HeaderField.COUNT];

    /** Token, place in the cache and position of everything that is fed. */
    private final Block fed = new Block(3, 0);

    private final Block slots = new Block(1, 0);

    /** Which of what is fed stands where attention sees rows of one length, if theirs differ. */
    private final Block padded = new Block(1, 0);

    /** Where there each of what is fed stands. */
    private final Block packed = new Block(1, 0);

    /** Which of what is fed something is drawn behind: these are the batch's outputs. */
    private final Block outputs = new Block(1, 0);

    /** Output and the halves of its noise key; temperature, top-p, top-k and min-p. */
    private final Block sampled = new Block(3, 4);

    private final Block kept = new Block(1, 0);

    /** Output, row in the ledger, measure and token of a comparison. */
    private final Block pairs = new Block(4, 0);

    private final ConstraintBlocks constraints = new ConstraintBlocks();
    private final ScoreBlock scores = new ScoreBlock();
    private final ConfidenceBlock confidences = new ConfidenceBlock();

    private final List<Block> blocks =
            List.of(
                    fed,
                    slots,
                    padded,
                    packed,
                    outputs,
                    sampled,
                    constraints.bans(),
                    kept,
                    pairs,
                    constraints.allowed(),
                    constraints.edits(),
                    scores.asked(),
                    confidences.asked());

    /**
     * @param rows at least one, of different slots
     * @param positions cache positions per slot
     */
    BatchEncoder(List<Row> rows, int positions) {
        this.rows = rows;
        this.positions = positions;
        this.width = rows.stream().mapToInt(row -> row.tokens().length).max().orElseThrow();
        boolean ragged = rows.stream().anyMatch(row -> row.tokens().length < width);
        for (Row row : rows) {
            if (ragged) {
                pad(row.tokens().length);
            }
            feed(row);
            slots.add(row.slot());
            constraints.add(row.draws(), outputs.rows());
            int first = fed.rows() - row.draws().size();
            for (int i = 0; i < row.draws().size(); i++) {
                draw(row.draws().get(i), outputs.rows());
                outputs.add(first + i);
            }
        }
        fillHeader();
    }

    private void feed(Row row) {
        long start = (long) row.slot() * positions;
        for (int s = 0; s < row.tokens().length; s++) {
            int position = row.firstPosition() + s;
            fed.add(row.tokens()[s], start + position, position);
        }
    }

    /** Lets the last of a row's tokens, which are fed next, take the places it is short of. */
    private void pad(int length) {
        int first = fed.rows();
        int place = padded.rows();
        for (int s = 0; s < width; s++) {
            padded.add(first + Math.min(s, length - 1));
        }
        for (int s = 0; s < length; s++) {
            packed.add(place + s);
        }
    }

    private void draw(Draw draw, int output) {
        SamplingParameters sampling = draw.sampling();
        if (sampling.samples()) {
            long key = draw.noiseKey();
            sampled.add(output, (int) key, (int) (key >>> 32))
                    .with(
                            sampling.temperature(),
                            sampling.topP(),
                            sampling.topK(),
                            sampling.minP());
            atLeast(HeaderField.MAX_TOP_K, sampling.topK());
            atLeast(HeaderField.TOP_P, sampling.topP() < 1 ? 1 : 0);
            atLeast(HeaderField.MIN_P, sampling.minP() > 0 ? 1 : 0);
        }
        if (draw.kept()) {
            kept.add(output);
        }
        if (draw.comparison().isPresent()) {
            Comparison comparison = draw.comparison().get();
            int measure = comparison.measure().ordinal();
            pairs.add(output, comparison.ledgerRow(), measure, comparison.token());
            header[HeaderField.MEASURES.ordinal()] |= 1L << measure;
        }
        if (draw.scoring().isPresent()) {
            scores.add(output, draw.scoring().get());
        }
        if (draw.measured()) {
            confidences.add(output);
        }
    }

    private void fillHeader() {
        int end = rows.stream().mapToInt(Row::end).max().orElseThrow();
        set(HeaderField.ROWS, slots.rows());
        set(HeaderField.WIDTH, width);
        set(HeaderField.OUTPUTS, outputs.rows());
        set(HeaderField.SPAN, AttentionSpan.of(end));
        set(HeaderField.FIRST_SLOT, consecutiveSlots() ? rows.get(0).slot() : -1);
        set(HeaderField.SAMPLED, sampled.rows());
        set(HeaderField.BANS, constraints.bans().rows());
        set(HeaderField.KEPT, kept.rows());
        set(HeaderField.PAIRS, pairs.rows());
        set(HeaderField.ALLOWED, constraints.allowed().rows());
        set(HeaderField.EDITS, constraints.edits().rows());
        set(HeaderField.SCORED, scores.asked().rows());
        set(HeaderField.TOP, scores.top());
        set(HeaderField.MEASURED, confidences.asked().rows());
        set(HeaderField.MISSING, (long) slots.rows() * width - fed.rows());
    }

    private void set(HeaderField field, long value) {
        header[field.ordinal()] = value;
    }

    private void atLeast(HeaderField field, long value) {
        header[field.ordinal()] = Math.max(header[field.ordinal()], value);
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

    /** The header, then the integers of each block. */
    long[] integers() {
        long[] flat =
                Arrays.copyOf(
                        header, header.length + blocks.stream().mapToInt(Block::integers).sum());
        int at = header.length;
        for (Block block : blocks) {
            at = block.writeIntegers(flat, at);
        }
        return flat;
    }

    /** The floats of each block. */
    double[] floats() {
        double[] flat = new double[blocks.stream().mapToInt(Block::floats).sum()];
        int at = 0;
        for (Block block : blocks) {
            at = block.writeFloats(flat, at);
        }
        return flat;
    }

    /** Draws whose logits the ledger keeps. */
    int kept() {
        return kept.rows();
    }

    /** Reads what the program answered: tokens, divergences, confidences, log-probabilities. */
    Drawn drawn(double[] answer) {
        int[] tokens = new int[outputs.rows()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (int) answer[i];
        }
        double[] divergences = new double[tokens.length];
        Arrays.fill(divergences, Double.NaN);
        for (int i = 0; i < pairs.rows(); i++) {
            divergences[(int) pairs.integer(i, 0)] = answer[tokens.length + i];
        }
        int told = tokens.length + pairs.rows();
        return new Drawn(
                tokens,
                divergences,
                scores.read(answer, told + confidences.answered()),
                confidences.read(answer, told));
    }
}
