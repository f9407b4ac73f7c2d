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

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.pyramidion.engine.model.LayerTensors;
import io.pyramidion.engine.model.TensorInfo;
import io.pyramidion.engine.model.Weights;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Feeds weights to a decoder program that has begun a model: part after part, slice after slice. In
 * memory are the parts that are built, as they are kept, and the one that is being built.
 */
final class WeightFeed {

    private final PtNDManager manager;
    private final PtSymbolBlock program;
    private final Weights weights;
    private final LoadProgress progress;
    private long total;
    private long read;

    /**
     * @param manager owns what Java hands over, for as long as the program copies it
     */
    WeightFeed(PtNDManager manager, PtSymbolBlock program, Weights weights, LoadProgress progress) {
        this.manager = manager;
        this.program = program;
        this.weights = weights;
        this.progress = progress;
    }

    /**
     * Builds all parts.
     *
     * @param tensors how those of a layer are called
     * @param names of the tensors that are part of the model
     * @return bytes of the weights as they are kept
     */
    long feed(int layers, LayerTensors tensors, Set<String> names) {
        total = names.stream().mapToLong(name -> weights.info(name).byteLength()).sum();
        long kept = 0;
        for (WeightPart part : WeightPart.inOrder(layers, tensors, names)) {
            part.tensors().forEach(this::put);
            kept += build(part.name());
        }
        return kept;
    }

    private void put(String made, List<String> from) {
        long[] shape = weights.info(from.get(0)).shape();
        shape[0] = from.stream().mapToLong(name -> weights.info(name).shape()[0]).sum();
        long at = 0;
        for (String name : from) {
            at += put(made, shape, at, name);
        }
    }

    /** Returns how many numbers the tensor has. */
    private long put(String made, long[] shape, long at, String name) {
        TensorInfo info = weights.info(name);
        long[] done = {0};
        weights.read(
                name,
                slice -> {
                    int bytes = slice.remaining();
                    done[0] += put(made, shape, at + done[0], info, slice);
                    read += bytes;
                    progress.report(weights.directory(), read, total);
                });
        if (done[0] * info.dtype().bytes() != info.byteLength() || done[0] == 0) {
            throw new IllegalStateException(
                    "Of tensor " + name + " came " + done[0] + " numbers: " + info);
        }
        return done[0];
    }

    private long put(String made, long[] shape, long at, TensorInfo info, ByteBuffer slice) {
        // The array aliases the buffer: the program copies it before this manager closes.
        try (PtNDManager scope = (PtNDManager) manager.newSubManager()) {
            PtNDArray bytes = scope.create(slice, new Shape(slice.remaining()), DataType.UINT8);
            try (IValue key = IValue.from(made);
                    IValue data = IValue.from(bytes);
                    IValue type = IValue.from(info.dtype().name());
                    IValue sizes = IValue.listFrom(shape);
                    IValue first = IValue.from(at);
                    IValue numbers =
                            IValueUtils.runMethod(program, "put", key, data, type, sizes, first)) {
                return numbers.toLong();
            }
        }
    }

    private long build(String part) {
        try (IValue name = IValue.from(part);
                IValue bytes = IValueUtils.runMethod(program, "build", name)) {
            return bytes.toLong();
        }
    }
}
