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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.decoder.ComputeClock;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.ModelRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Measures passes of a few sizes right after the models were loaded, for a limited time; what is
 * not reached in it is extrapolated.
 */
public final class CostProfiler {

    private static final Logger LOG = LoggerFactory.getLogger(CostProfiler.class);

    private static final int MAX_ROWS = 32;
    private static final int FIRST_POSITION = 16;
    private static final int CONTEXT = 24;

    /** Sizes that are measured however long they take. */
    private static final int FEWEST = 4;

    /** The sizes that tell most of the curve's shape come first. */
    private static final int[] ORDER = {1, 32, 8, 64, 4, 16, 2, 128, 24, 12, 48, 6, 3, 96, 5, 10};

    private static final int SHORTEST = 32;
    private static final int LONGEST = 256;
    private static final int REPETITIONS = 3;

    /** As long as a repetition finds the sizes' least times this much shorter, it goes on. */
    private static final double SETTLED = 0.97;

    private static final SamplingParameters SAMPLING =
            new SamplingParameters(0.7, 1, 0, 0, 0, 1, 0, List.of(), Set.of(), false);

    /** What a model may take by default. */
    public static final long DEFAULT_NANOS = 2_000_000_000;

    private final long nanosPerModel;
    private final LongSupplier clock;
    private final Function<Decoder, LongSupplier> passClock;

    /**
     * @param nanosPerModel what profiling one model may take, or little more; 0 measures nothing
     */
    public CostProfiler(long nanosPerModel) {
        this(nanosPerModel, System::nanoTime, ComputeClock::of);
    }

    /**
     * @param clock nanoseconds, monotonic: what the decoders' passes are timed by
     */
    public CostProfiler(long nanosPerModel, LongSupplier clock) {
        this(nanosPerModel, clock, decoder -> clock);
    }

    private CostProfiler(
            long nanosPerModel, LongSupplier clock, Function<Decoder, LongSupplier> passClock) {
        this.nanosPerModel = nanosPerModel;
        this.clock = clock;
        this.passClock = passClock;
    }

    /**
     * Profiles every model.
     *
     * @param decoders stay their owner's
     */
    public PassCosts profile(Map<ModelRole, Decoder> decoders) {
        Map<ModelRole, PassCosts.Curves> curves = new EnumMap<>(ModelRole.class);
        decoders.forEach((role, decoder) -> curves.put(role, curves(decoder)));
        PassCosts costs = new PassCosts(curves);
        LOG.info("Passes over 1, 8 and 32 tokens take, in ms: {}", costs);
        return costs;
    }

    private PassCosts.Curves curves(Decoder decoder) {
        if (nanosPerModel == 0) {
            return guess(decoder);
        }
        long start = clock.getAsLong();
        return new PassCosts.Curves(
                decoding(decoder, start + nanosPerModel * 2 / 3),
                reading(decoder, start + nanosPerModel));
    }

    private PassCurve decoding(Decoder decoder, long end) {
        int context = Math.min(decoder.config().maxPositions(), CONTEXT);
        int most = MAX_ROWS * (context - FIRST_POSITION);
        try (KvCache cache = decoder.allocate(MAX_ROWS, context)) {
            pass(decoder, cache, rows(4));
            NavigableMap<Integer, Double> nanos = new TreeMap<>();
            boolean settled = false;
            for (int repetition = 0; repetition < REPETITIONS || !settled; repetition++) {
                double before = sum(nanos);
                for (int size : ORDER) {
                    boolean due = nanos.size() < FEWEST || clock.getAsLong() < end;
                    if (due && size <= most) {
                        nanos.merge(size, pass(decoder, cache, rows(size)), Math::min);
                    }
                }
                settled = clock.getAsLong() >= end || sum(nanos) > SETTLED * before;
            }
            return new PassCurve(nanos);
        }
    }

    private static double sum(NavigableMap<Integer, Double> nanos) {
        return nanos.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Straight through the shortest and the longest piece that there is time for. */
    private PassCurve reading(Decoder decoder, long end) {
        int context = Math.min(decoder.config().maxPositions(), LONGEST);
        try (KvCache cache = decoder.allocate(1, context)) {
            int shorter = Math.min(SHORTEST, context);
            double shortNanos = fastest(decoder, cache, piece(shorter));
            double perToken = shortNanos / shorter;
            for (int size = 2 * shorter; size <= context && clock.getAsLong() < end; size *= 2) {
                double nanos = fastest(decoder, cache, piece(size));
                perToken = Math.max(0, nanos - shortNanos) / (size - shorter);
            }
            return PassCurve.straight(Math.max(1, shortNanos - perToken * shorter), perToken);
        }
    }

    private static List<Row> piece(int size) {
        return List.of(new Row(0, 0, new int[size], List.of()));
    }

    private static List<Row> rows(int positions) {
        int rows = Math.min(positions, MAX_ROWS);
        Draw draw = new Draw(SAMPLING, 0);
        List<Row> batch = new ArrayList<>(rows);
        for (int slot = 0; slot < rows; slot++) {
            int width = positions / rows + (slot < positions % rows ? 1 : 0);
            batch.add(
                    new Row(
                            slot,
                            FIRST_POSITION,
                            new int[width],
                            Collections.nCopies(width, draw)));
        }
        return batch;
    }

    /** Of two: what comes first is often slow. */
    private double fastest(Decoder decoder, KvCache cache, List<Row> rows) {
        return Math.min(pass(decoder, cache, rows), pass(decoder, cache, rows));
    }

    private double pass(Decoder decoder, KvCache cache, List<Row> rows) {
        LongSupplier timer = passClock.apply(decoder);
        long start = timer.getAsLong();
        decoder.sample(cache, rows);
        return Math.max(1, timer.getAsLong() - start);
    }

    /** By the weights that a pass reads and multiplies, on a machine of no great speed. */
    private static PassCosts.Curves guess(Decoder decoder) {
        DecoderConfig config = decoder.config();
        double hidden = config.hiddenSize();
        double layer = 4 * hidden * hidden + 3 * hidden * config.intermediateSize();
        double weights = config.layers() * layer + hidden * config.vocabSize();
        PassCurve curve = PassCurve.straight(100_000 + weights / 8, weights / 50);
        return new PassCosts.Curves(curve, PassCurve.straight(100_000 + weights / 8, weights / 50));
    }
}
