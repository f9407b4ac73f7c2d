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
package io.pyramidion.engine.inflate;

import io.pyramidion.engine.model.DecoderConfig;

/**
 * The sizes of a decoder that can grow.
 *
 * @param hidden width of the residual stream
 * @param layers decoder layers
 * @param heads query heads of a layer
 * @param kvHeads key and value heads of a layer, a divisor of {@code heads}
 * @param headDim dimensions of a head
 * @param intermediate units of a layer's feed-forward network
 */
public record ModelShape(
        int hidden, int layers, int heads, int kvHeads, int headDim, int intermediate) {

    /** FFN units are rounded to whole blocks of the matrix kernels. */
    private static final int BLOCK = 16;

    /** The shape that a directory's settings say. */
    public static ModelShape of(DecoderConfig config) {
        return new ModelShape(
                config.hiddenSize(),
                config.layers(),
                config.heads(),
                config.kvHeads(),
                config.headDim(),
                config.intermediateSize());
    }

    /**
     * Weights that a forward pass reads: all layers and the output embedding, once.
     *
     * @param vocabulary entries of the vocabulary
     */
    public long weights(int vocabulary) {
        return weightsBeside(vocabulary) + 3L * hidden * intermediate * layers;
    }

    /**
     * This shape with as many FFN units as make a forward pass read about {@code weights} weights.
     */
    public ModelShape reading(long weights, int vocabulary) {
        double units = (weights - weightsBeside(vocabulary)) / (3.0 * hidden * layers);
        int blocks = (int) Math.max(1, Math.round(units / BLOCK));
        return new ModelShape(hidden, layers, heads, kvHeads, headDim, blocks * BLOCK);
    }

    /** Query heads that share a key and value head. */
    int group() {
        return heads / kvHeads;
    }

    private long weightsBeside(int vocabulary) {
        long attention = 2L * hidden * headDim * (heads + kvHeads);
        return (long) vocabulary * hidden + layers * (attention + 2L * hidden) + hidden;
    }

    @Override
    public String toString() {
        return "hidden %d, %d layers, %d heads (%d key/value) of %d, FFN %d"
                .formatted(hidden, layers, heads, kvHeads, headDim, intermediate);
    }
}
