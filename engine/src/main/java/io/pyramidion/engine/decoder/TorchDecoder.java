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

/** A model in libtorch: the decoder program with its weights. */
final class TorchDecoder implements Decoder {

    private final TorchRuntime runtime;
    private final PtSymbolBlock program;
    private final DecoderConfig config;
    private final Precision precision;
    private final TorchLedger unused;

    TorchDecoder(
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

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public boolean usesAccelerator() {
        return !runtime.device().equals("cpu");
    }

    @Override
    public long cacheBytes(int slots, int contextTokens) {
        int element = precision == Precision.BFLOAT16 && usesAccelerator() ? 2 : 4;
        return 2L
                * config.layers()
                * config.kvHeads()
                * config.headDim()
                * element
                * ((long) slots * contextTokens + AttentionSpan.spare(contextTokens));
    }

    @Override
    public KvCache allocate(int slots, int contextTokens) {
        runtime.prepareThread();
        try (IValue slotCount = IValue.from((long) slots);
                IValue positionCount = IValue.from((long) contextTokens);
                IValue spare = IValue.from((long) AttentionSpan.spare(contextTokens))) {
            return new TorchKvCache(
                    run("allocate", slotCount, positionCount, spare), slots, contextTokens);
        }
    }

    @Override
    public void copy(KvCache cache, int fromSlot, int toSlot, int tokens) {
        runtime.prepareThread();
        try (IValue slot = IValue.from((long) own(cache).positions());
                IValue from = IValue.from((long) fromSlot);
                IValue to = IValue.from((long) toSlot);
                IValue copied = IValue.from((long) tokens);
                IValue done = run("copy", own(cache).tensors(), slot, from, to, copied)) {
            done.toLong();
        }
    }

    @Override
    public TorchLedger ledger() {
        runtime.prepareThread();
        return new TorchLedger(run("ledger"));
    }

    @Override
    public int[] sample(KvCache cache, List<Row> rows) {
        return sample(cache, rows, unused).tokens();
    }

    @Override
    public Drawn sample(KvCache cache, List<Row> rows, Ledger ledger) {
        runtime.prepareThread();
        BatchEncoder batch = new BatchEncoder(rows, own(cache).positions());
        try (IValue slot = IValue.from((long) own(cache).positions());
                IValue integers = IValue.listFrom(batch.integers());
                IValue floats = IValue.listFrom(batch.floats());
                IValue found =
                        run(
                                "sample",
                                own(cache).tensors(),
                                slot,
                                integers,
                                floats,
                                own(ledger).tensors())) {
            own(ledger).grow(batch.kept());
            return batch.drawn(found.toDoubleArray());
        }
    }

    @Override
    public double[][] logits(KvCache cache, List<Row> rows) {
        runtime.prepareThread();
        BatchEncoder batch = new BatchEncoder(rows, own(cache).positions());
        try (IValue slot = IValue.from((long) own(cache).positions());
                IValue integers = IValue.listFrom(batch.integers());
                IValue flat = run("logits", own(cache).tensors(), slot, integers)) {
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
    public boolean checkBits() {
        runtime.prepareThread();
        try (IValue spans = IValue.listFrom(BitCheck.spans());
                IValue different = run("attention_bits", spans)) {
            return different.toLong() == 0 && new BitCheck(this).passes();
        }
    }

    @Override
    public void close() {
        unused.close();
        program.close();
    }

    private static TorchKvCache own(KvCache cache) {
        return (TorchKvCache) cache;
    }

    private static TorchLedger own(Ledger ledger) {
        return (TorchLedger) ledger;
    }

    private IValue run(String method, IValue... arguments) {
        return IValueUtils.runMethod(program, method, arguments);
    }
}
