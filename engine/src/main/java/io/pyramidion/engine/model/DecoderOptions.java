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
package io.pyramidion.engine.model;

import java.util.List;

/**
 * In what a decoder departs from Llama's.
 *
 * @param tensors how the tensors of a layer are called, and where it normalizes
 * @param activation of the feed-forward block
 * @param normFromOne whether weights of normalizations count from one
 * @param embeddingFactor what the embedding of a token is multiplied by
 * @param queryFactor what scores are multiplied by, beside the root of the head dimension's inverse
 * @param residualFactor what a block's output is multiplied by before it is added
 * @param logitDivisor what logits are divided by
 * @param partialRotaryFactor the part of a head that is rotated, from its first dimension on
 * @param layerRopes rotary settings of every layer; empty if all have the same
 */
public record DecoderOptions(
        LayerTensors tensors,
        Activation activation,
        boolean normFromOne,
        double embeddingFactor,
        double queryFactor,
        double residualFactor,
        double logitDivisor,
        double partialRotaryFactor,
        List<RopeSettings> layerRopes) {

    /** Llama's own. */
    public static final DecoderOptions LLAMA =
            new DecoderOptions(
                    LayerTensors.LLAMA, Activation.SILU, false, 1, 1, 1, 1, 1, List.of());

    public DecoderOptions {
        layerRopes = List.copyOf(layerRopes);
    }

    /** The same for a decoder's first layers. */
    DecoderOptions withLayers(int layers) {
        return new DecoderOptions(
                tensors,
                activation,
                normFromOne,
                embeddingFactor,
                queryFactor,
                residualFactor,
                logitDivisor,
                partialRotaryFactor,
                layerRopes.subList(0, Math.min(layers, layerRopes.size())));
    }
}
