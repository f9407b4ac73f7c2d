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
package io.pyramidion.simulation.profile;

/**
 * The numbers of a Llama-shaped model that its costs follow from.
 *
 * @param layers blocks
 * @param hidden width of the residual stream
 * @param intermediate width inside the feed-forward block
 * @param heads query heads
 * @param kvHeads key and value heads
 * @param headDim dimensions of a head
 * @param vocabulary rows of the output head
 * @param bytesPerWeight of weights, keys and values
 */
public record ModelSize(
        int layers,
        int hidden,
        int intermediate,
        int heads,
        int kvHeads,
        int headDim,
        int vocabulary,
        double bytesPerWeight) {

    /** Weights that every fed token goes through: those of the blocks. */
    double blockWeights() {
        double attention = 2.0 * hidden * headDim * (heads + kvHeads);
        double feedForward = 3.0 * hidden * intermediate;
        return layers * (attention + feedForward);
    }

    /** Weights that every drawn token goes through. */
    double headWeights() {
        return (double) hidden * vocabulary;
    }

    /** Bytes of a token's keys and values. */
    double kvBytes() {
        return 2.0 * layers * kvHeads * headDim * bytesPerWeight;
    }

    /** Operations for a fed token to attend to one other token. */
    double attentionOperations() {
        return 4.0 * layers * heads * headDim;
    }
}
