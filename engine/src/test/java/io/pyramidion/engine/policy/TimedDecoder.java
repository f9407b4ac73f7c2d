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

import io.pyramidion.engine.decoder.Decoder;
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

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongSupplier;

/** A decoder that does nothing but move its own clock. */
final class TimedDecoder implements Decoder, LongSupplier {

    private final IntToDoubleFunction millis;
    private final int hidden;
    private long now;
    private int passes;
    private int openCaches;

    /**
     * @param millis what a pass over so many positions takes
     * @param hidden width of the model that it plays
     */
    TimedDecoder(IntToDoubleFunction millis, int hidden) {
        this.millis = millis;
        this.hidden = hidden;
    }

    long now() {
        return now;
    }

    int passes() {
        return passes;
    }

    int openCaches() {
        return openCaches;
    }

    @Override
    public long getAsLong() {
        return now;
    }

    @Override
    public DecoderConfig config() {
        return new DecoderConfig(
                Architecture.LLAMA,
                1000,
                hidden,
                4 * hidden,
                4,
                4,
                4,
                hidden / 4,
                1e-5,
                1024,
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
        return slots;
    }

    @Override
    public KvCache allocate(int slots, int contextTokens) {
        openCaches++;
        return new KvCache() {

            @Override
            public int slots() {
                return slots;
            }

            @Override
            public void close() {
                openCaches--;
            }
        };
    }

    @Override
    public void copy(KvCache cache, int fromSlot, int toSlot, int tokens) {}

    @Override
    public Ledger ledger() {
        throw new UnsupportedOperationException("It draws nothing");
    }

    @Override
    public int[] sample(KvCache cache, List<Row> rows) {
        passes++;
        int positions = rows.stream().mapToInt(row -> row.tokens().length).sum();
        now += Math.round(millis.applyAsDouble(positions) * 1e6);
        return new int[rows.stream().mapToInt(row -> row.draws().size()).sum()];
    }

    @Override
    public Drawn sample(KvCache cache, List<Row> rows, Ledger ledger) {
        throw new UnsupportedOperationException("It draws nothing");
    }

    @Override
    public double[][] logits(KvCache cache, List<Row> rows) {
        throw new UnsupportedOperationException("It draws nothing");
    }

    @Override
    public boolean checkBits() {
        return true;
    }

    @Override
    public void close() {}
}
