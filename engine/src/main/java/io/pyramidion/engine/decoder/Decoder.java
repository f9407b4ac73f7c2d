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

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.pyramidion.engine.model.DecoderConfig;

import java.util.List;

/**
 * One loaded model. Immutable once loaded and safe to use from several threads; each brings its own
 * {@link KvCache}. Close it to free the weights, after its last user.
 */
public final class Decoder implements AutoCloseable {

    private final TorchRuntime runtime;
    private final PtSymbolBlock program;
    private final DecoderConfig config;
    private final Precision precision;
    private final Ledger unused;

    Decoder(
            TorchRuntime runtime,
            PtSymbolBlock program,
            DecoderConfig config,
            Precision precision) {
        this.runtime = runtime;
        this.program = program;
        this.config = config;
        this.precision = precision;
        this.unused = ledger();
    }

    public DecoderConfig config() {
        return config;
    }

    /** The type in which the weights are, never {@link Precision#AUTO}. */
    public Precision precision() {
        return precision;
    }

    /**
     * Bytes of one slot of a cache.
     *
     * @param contextTokens most tokens of a sequence
     */
    public long cacheBytesPerSlot(int contextTokens) {
        int element = precision == Precision.BFLOAT16 && !runtime.device().equals("cpu") ? 2 : 4;
        return 2L
                * config.layers()
                * config.kvHeads()
                * config.headDim()
                * element
                * (contextTokens + 1L);
    }

    /**
     * Allocates a cache that the caller owns.
     *
     * @param slots sequences
     * @param contextTokens most tokens of each
     */
    public KvCache allocate(int slots, int contextTokens) {
        runtime.prepareThread();
        int positions = contextTokens + 1;
        try (IValue slotCount = IValue.from((long) slots);
                IValue positionCount = IValue.from((long) positions)) {
            return new KvCache(run("allocate", slotCount, positionCount), slots, positions);
        }
    }

    /**
     * Gives a slot of a cache what another one holds of its first tokens.
     *
     * @param tokens how many; the other slot holds at least these
     */
    public void copy(KvCache cache, int fromSlot, int toSlot, int tokens) {
        runtime.prepareThread();
        try (IValue slots = IValue.from((long) cache.slots());
                IValue from = IValue.from((long) fromSlot);
                IValue to = IValue.from((long) toSlot);
                IValue positions = IValue.from((long) tokens);
                IValue done = run("copy", cache.tensors(), slots, from, to, positions)) {
            done.toLong();
        }
    }

    /** An empty ledger that the caller owns, for any decoder of the same vocabulary and device. */
    public Ledger ledger() {
        runtime.prepareThread();
        return new Ledger(run("ledger"));
    }

    /**
     * One forward pass: feeds the rows' tokens into the cache and draws the wanted tokens.
     *
     * @param rows at least one, of different slots; no draw keeps or compares anything
     * @return the drawn token ids, row by row in the order of their draws
     */
    public int[] sample(KvCache cache, List<Row> rows) {
        return sample(cache, rows, unused).tokens();
    }

    /**
     * One forward pass: feeds the rows' tokens into the cache, draws the wanted tokens, and answers
     * the draws' comparisons.
     *
     * @param rows at least one, of different slots
     * @param ledger holds what the draws compare with; what they keep is added behind it
     */
    public Drawn sample(KvCache cache, List<Row> rows, Ledger ledger) {
        runtime.prepareThread();
        BatchEncoder batch = new BatchEncoder(rows, cache.positions());
        try (IValue slots = IValue.from((long) cache.slots());
                IValue integers = IValue.listFrom(batch.integers());
                IValue floats = IValue.listFrom(batch.floats());
                IValue found =
                        run("sample", cache.tensors(), slots, integers, floats, ledger.tensors())) {
            ledger.grow(batch.kept());
            return batch.drawn(found.toDoubleArray());
        }
    }

    /**
     * One forward pass that gives the logits themselves, for tests and measurements: they are
     * large.
     *
     * @return a row of {@code vocabSize} logits for each draw
     */
    public double[][] logits(KvCache cache, List<Row> rows) {
        runtime.prepareThread();
        BatchEncoder batch = new BatchEncoder(rows, cache.positions());
        try (IValue slots = IValue.from((long) cache.slots());
                IValue integers = IValue.listFrom(batch.integers());
                IValue flat = run("logits", cache.tensors(), slots, integers)) {
            double[] values = flat.toDoubleArray();
            int width = config.vocabSize();
            double[][] logits = new double[values.length / width][width];
            for (int i = 0; i < logits.length; i++) {
                System.arraycopy(values, i * width, logits[i], 0, width);
            }
            return logits;
        }
    }

    @Override
    public void close() {
        unused.close();
        program.close();
    }

    private IValue run(String method, IValue... arguments) {
        return IValueUtils.runMethod(program, method, arguments);
    }
}
