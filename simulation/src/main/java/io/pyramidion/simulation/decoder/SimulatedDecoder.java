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
package io.pyramidion.simulation.decoder;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.Drawn;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Ledger;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.model.Architecture;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.DecoderOptions;
import io.pyramidion.engine.model.HeadNorm;
import io.pyramidion.engine.model.RopeScaling;
import io.pyramidion.engine.model.RopeSettings;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.simulation.profile.CostProfile;
import io.pyramidion.simulation.profile.PassShape;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A decoder without a model: draws what its {@link Script} says, and moves a virtual clock on by
 * what the pass would take. It checks that no row claims more cached tokens than its slot was fed.
 * Exact sampling only: it knows no constraints, divergences or log-probabilities, and refuses draws
 * that ask for them. Used by the thread of its clock.
 */
public final class SimulatedDecoder implements Decoder {

    private static final DecoderConfig CONFIG =
            new DecoderConfig(
                    Architecture.LLAMA,
                    Script.VOCABULARY,
                    64,
                    64,
                    1,
                    1,
                    1,
                    64,
                    1e-5,
                    1 << 20,
                    true,
                    false,
                    false,
                    false,
                    HeadNorm.NONE,
                    List.of(0),
                    new RopeSettings(10_000, new RopeScaling.None()),
                    OptionalInt.empty(),
                    List.of(),
                    DecoderOptions.LLAMA);

    private final ModelRole role;
    private final Script script;
    private final CostProfile profile;
    private final VirtualClock clock;
    private final boolean checks;

    /**
     * @param role whose part it plays
     * @param profile has a cost for that role
     * @param clock moved on by each pass
     */
    public SimulatedDecoder(
            ModelRole role, Script script, CostProfile profile, VirtualClock clock) {
        this(role, script, profile, clock, true);
    }

    private SimulatedDecoder(
            ModelRole role,
            Script script,
            CostProfile profile,
            VirtualClock clock,
            boolean checks) {
        this.role = role;
        this.script = script;
        this.profile = profile;
        this.clock = clock;
        this.checks = checks;
    }

    /** One to be timed: its rows may start anywhere in an empty cache. */
    public static SimulatedDecoder timed(
            ModelRole role, Script script, CostProfile profile, VirtualClock clock) {
        return new SimulatedDecoder(role, script, profile, clock, false);
    }

    /** A small model's: what a pass takes is the profile's matter, and no weights are there. */
    @Override
    public DecoderConfig config() {
        return CONFIG;
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public boolean usesAccelerator() {
        return true;
    }

    @Override
    public long cacheBytes(int slots, int contextTokens) {
        return Integer.BYTES * (long) slots;
    }

    @Override
    public KvCache allocate(int slots, int contextTokens) {
        return new Lengths(new int[slots]);
    }

    @Override
    public void copy(KvCache cache, int fromSlot, int toSlot, int tokens) {
        ((Lengths) cache).check(fromSlot, tokens);
        ((Lengths) cache).held[toSlot] = tokens;
    }

    @Override
    public Ledger ledger() {
        return NoLedger.EMPTY;
    }

    @Override
    public int[] sample(KvCache cache, List<Row> rows) {
        return sample(cache, rows, NoLedger.EMPTY).tokens();
    }

    @Override
    public Drawn sample(KvCache cache, List<Row> rows, Ledger ledger) {
        PassShape shape = PassShape.of(rows);
        int[] tokens = new int[shape.draws()];
        Map<Integer, Confidence> confidences = Map.of();
        int at = 0;
        for (Row row : rows) {
            ((Lengths) cache).feed(row, checks);
            for (Draw draw : row.draws()) {
                check(draw);
                long seed = draw.sampling().seed();
                tokens[at] = script.token(role, seed, draw.noiseKey());
                if (draw.measured()) {
                    if (confidences.isEmpty()) {
                        confidences = new HashMap<>(2 * tokens.length);
                    }
                    confidences.put(at, script.confidence(role, seed, draw.noiseKey()));
                }
                at++;
            }
        }
        clock.advanceMillis(profile.millis(role, shape));
        double[] divergences = new double[tokens.length];
        Arrays.fill(divergences, Double.NaN);
        return new Drawn(tokens, divergences, Map.of(), confidences);
    }

    private static void check(Draw draw) {
        if (draw.kept()
                || draw.comparison().isPresent()
                || draw.scoring().isPresent()
                || !draw.constraint().edits().isEmpty()) {
            throw new UnsupportedOperationException(
                    "A simulated model only draws: no tolerance, logprobs or penalties");
        }
    }

    /**
     * Not supported: a script has no logits.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public double[][] logits(KvCache cache, List<Row> rows) {
        throw new UnsupportedOperationException("A simulated model has no logits");
    }

    @Override
    public boolean checkBits() {
        return true;
    }

    @Override
    public void close() {}

    /** A cache that knows how much each slot holds. */
    private record Lengths(int[] held) implements KvCache {

        @Override
        public int slots() {
            return held.length;
        }

        void check(int slot, int tokens) {
            if (tokens > held[slot]) {
                throw new IllegalStateException(
                        "Slot %d holds %d tokens; %d are wanted"
                                .formatted(slot, held[slot], tokens));
            }
        }

        void feed(Row row, boolean checks) {
            if (checks) {
                check(row.slot(), row.firstPosition());
            }
            held[row.slot()] = row.firstPosition() + row.tokens().length;
        }

        @Override
        public void close() {}
    }

    /** Nothing is compared, so nothing is kept. */
    private enum NoLedger implements Ledger {
        EMPTY;

        @Override
        public int rows() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
