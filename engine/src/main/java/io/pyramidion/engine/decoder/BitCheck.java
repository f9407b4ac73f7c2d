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
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares on this very machine, with a loaded model, whether a token's logits are the same bits
 * however it is computed: alone or beside others, token by token or in one pass, in neighbouring
 * slots or scattered ones, attending over a short span or a long one. The kernels are a processor's
 * own; what holds on one may not hold on another. The number of threads is the one that this JVM
 * has.
 */
final class BitCheck {

    /** More than one tile of a product holds, see decoder.py, and more than one span. */
    private static final int LENGTH = 70;

    /** The last tokens, whose logits are compared; those before are compared through the cache. */
    private static final int COMPARED = 3;

    private static final int SLOTS = 5;
    private static final int MAX_SPAN = 1100;

    private static final Draw DRAW = new Draw(SamplingParameters.greedy(1), 0);

    private final Decoder decoder;
    private final int length;
    private final int compared;
    private final List<int[]> texts;

    BitCheck(Decoder decoder) {
        this.decoder = decoder;
        this.length = Math.min(LENGTH, decoder.config().maxPositions() - 1);
        this.compared = Math.min(COMPARED, length);
        int vocabulary = decoder.config().vocabSize();
        this.texts = IntStream.range(0, SLOTS).mapToObj(slot -> text(slot, vocabulary)).toList();
    }

    /** The spans that attention is ever computed over, up to some that take several blocks. */
    static long[] spans() {
        return IntStream.rangeClosed(1, MAX_SPAN)
                .map(AttentionSpan::of)
                .distinct()
                .asLongStream()
                .toArray();
    }

    /** Whether the logits are the same bits in each shape that is tried. */
    boolean passes() {
        double[][] whole = whole();
        return Arrays.deepEquals(whole, read(List.of(0), length, 1))
                && Arrays.deepEquals(whole, read(List.of(0, 1, 2), 33, 3))
                && Arrays.deepEquals(whole, read(List.of(3, 0, 4, 1), 17, 2));
    }

    private double[][] whole() {
        try (KvCache cache = decoder.allocate(SLOTS, length)) {
            return decoder.logits(cache, List.of(row(0, length, compared)));
        }
    }

    /**
     * Reads the first text in chunks, beside others that begin theirs.
     *
     * @param slots those of the batch, among them 0
     * @param width tokens of a chunk
     * @param lastWidth the same from the first compared token on
     * @return the logits behind the compared tokens
     */
    private double[][] read(List<Integer> slots, int width, int lastWidth) {
        List<double[]> found = new ArrayList<>();
        int first = length - compared;
        try (KvCache cache = decoder.allocate(SLOTS, length)) {
            for (int at = 0; at < length; ) {
                int to =
                        at < first ? Math.min(first, at + width) : Math.min(length, at + lastWidth);
                List<Row> rows = new ArrayList<>();
                for (int slot : slots) {
                    rows.add(
                            slot == 0
                                    ? row(at, to, at < first ? 0 : to - at)
                                    : other(slot, to - at));
                }
                found.addAll(List.of(decoder.logits(cache, rows)));
                at = to;
            }
        }
        return found.toArray(new double[0][]);
    }

    private Row row(int from, int to, int draws) {
        int[] tokens = Arrays.copyOfRange(texts.get(0), from, to);
        return new Row(0, from, tokens, Collections.nCopies(draws, DRAW));
    }

    private Row other(int slot, int width) {
        return new Row(slot, 0, Arrays.copyOf(texts.get(slot), 1 + slot % width), List.of());
    }

    private int[] text(int slot, int vocabulary) {
        return IntStream.range(0, length)
                .map(at -> Math.floorMod((at + 1) * (slot * 2 + 1) * 7919, vocabulary))
                .toArray();
    }
}
