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

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * The shape of a decoder, from {@code config.json}. As read from a directory it is consistent:
 * heads divide by key/value heads, the head dimension is even, token ids are inside the vocabulary.
 *
 * @param architecture what the checkpoint is, for messages: the options below say all it means
 * @param vocabSize rows of the embedding; the tokenizer may have fewer entries
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward block
 * @param layers number of blocks
 * @param heads query heads
 * @param kvHeads key/value heads; each serves {@code heads / kvHeads} query heads
 * @param headDim dimensions of one head; {@code heads * headDim} need not be {@code hiddenSize}
 * @param rmsNormEps added to the mean square in every normalization
 * @param maxPositions longest context, in tokens; less than {@code max_position_embeddings} where
 *     longer ones would be rotated otherwise
 * @param tieWordEmbeddings whether the embedding is also the output head
 * @param attentionBias whether the projections to queries, keys and values have biases
 * @param outputBias whether the projection of what was attended has one
 * @param mlpBias whether the three feed-forward projections have biases
 * @param headNorm how queries and keys are normalized before they are rotated
 * @param windows of every layer how many tokens it attends to, its own included; 0 for all. The
 *     layers that are limited are limited alike
 * @param rope rotary position embedding, of layers for which {@code options} have no other
 * @param bosTokenId the token that begins a text, if the model has one
 * @param eosTokenIds the tokens that end a text; may be empty
 * @param options in what it departs from Llama's decoder
 */
public record DecoderConfig(
        Architecture architecture,
        int vocabSize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        double rmsNormEps,
        int maxPositions,
        boolean tieWordEmbeddings,
        boolean attentionBias,
        boolean outputBias,
        boolean mlpBias,
        HeadNorm headNorm,
        List<Integer> windows,
        RopeSettings rope,
        OptionalInt bosTokenId,
        List<Integer> eosTokenIds,
        DecoderOptions options) {

    public DecoderConfig {
        windows = List.copyOf(windows);
        eosTokenIds = List.copyOf(eosTokenIds);
    }

    /** Dimensions of a head that are rotated, from the first one on. */
    public int rotatedDims() {
        return (int) (headDim * options.partialRotaryFactor());
    }

    /** The rotary embedding of every layer. */
    public List<RopeSettings> ropes() {
        return options.layerRopes().isEmpty()
                ? Collections.nCopies(layers, rope)
                : options.layerRopes();
    }

    /** The same decoder with another number of tokens. */
    DecoderConfig withVocabulary(int tokens) {
        return with(tokens, layers);
    }

    /** The first layers of the decoder, without the others. */
    DecoderConfig withLayers(int first) {
        return with(vocabSize, first);
    }

    private DecoderConfig with(int tokens, int first) {
        return new DecoderConfig(
                architecture,
                tokens,
                hiddenSize,
                intermediateSize,
                first,
                heads,
                kvHeads,
                headDim,
                rmsNormEps,
                maxPositions,
                tieWordEmbeddings,
                attentionBias,
                outputBias,
                mlpBias,
                headNorm,
                windows.subList(0, first),
                rope,
                bosTokenId,
                eosTokenIds,
                options.withLayers(first));
    }
}
