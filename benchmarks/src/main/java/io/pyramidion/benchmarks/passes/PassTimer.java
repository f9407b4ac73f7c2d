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
package io.pyramidion.benchmarks.passes;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.sampling.SamplingParameters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Times forward passes alone, with a draw after every token that is fed. */
public final class PassTimer {

    /** Cached tokens that a pass attends to: in the middle of a short generation. */
    private static final int CACHED = 64;

    private final SamplingParameters sampling;

    public PassTimer(double temperature) {
        this.sampling =
                new SamplingParameters(
                        temperature, 1, 0, 0, 1, CACHED, 0, List.of(), Set.of(), true);
    }

    /**
     * Milliseconds of each of some passes, after one that warms up.
     *
     * @param batch sequences in a pass
     * @param width tokens that each of them is fed
     */
    public List<Double> millis(Decoder decoder, int batch, int width, int passes) {
        return millis(decoder, batch, width, CACHED, passes);
    }

    /** The same with so many cached tokens, at least one. */
    public List<Double> millis(Decoder decoder, int batch, int width, int cached, int passes) {
        Draw draw = new Draw(sampling, 1);
        List<Row> read = rows(batch, 0, new int[cached], List.of(draw));
        List<Row> fed = rows(batch, cached, new int[width], Collections.nCopies(width, draw));
        try (KvCache cache = decoder.allocate(batch, cached + width)) {
            decoder.sample(cache, read);
            return millis(decoder, cache, fed, passes);
        }
    }

    /**
     * By how many milliseconds a pass over one token of each sequence takes longer with many than
     * with few cached tokens: of turns of the two, so that a slow moment of the machine is in both.
     */
    public List<Double> longer(Decoder decoder, int batch, int few, int many, int turns) {
        Draw draw = new Draw(sampling, 1);
        try (KvCache cache = decoder.allocate(batch, many + 1)) {
            decoder.sample(cache, rows(batch, 0, new int[many], List.of(draw)));
            List<Row> near = rows(batch, few, new int[1], List.of(draw));
            List<Row> far = rows(batch, many, new int[1], List.of(draw));
            List<Double> differences = new ArrayList<>();
            for (int turn = 0; turn < turns; turn++) {
                double less = millis(decoder, cache, near);
                differences.add(millis(decoder, cache, far) - less);
            }
            return differences;
        }
    }

    /** Milliseconds of passes that read the first tokens of one prompt and draw nothing. */
    public List<Double> reading(Decoder decoder, int tokens, int passes) {
        try (KvCache cache = decoder.allocate(1, tokens)) {
            return millis(decoder, cache, rows(1, 0, new int[tokens], List.of()), passes);
        }
    }

    private static List<Double> millis(Decoder decoder, KvCache cache, List<Row> fed, int passes) {
        List<Double> times = new ArrayList<>();
        millis(decoder, cache, fed);
        for (int i = 0; i < passes; i++) {
            times.add(millis(decoder, cache, fed));
        }
        return times;
    }

    private static double millis(Decoder decoder, KvCache cache, List<Row> fed) {
        long start = System.nanoTime();
        decoder.sample(cache, fed);
        return (System.nanoTime() - start) / 1e6;
    }

    private static List<Row> rows(int batch, int start, int[] tokens, List<Draw> draws) {
        return IntStream.range(0, batch)
                .mapToObj(slot -> new Row(slot, start, tokens, draws))
                .toList();
    }
}
