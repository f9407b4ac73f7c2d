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

import io.pyramidion.engine.model.DecoderConfig;

import java.util.List;

/**
 * One loaded model. Immutable once loaded and safe to use from several threads; each brings its own
 * {@link KvCache}. Takes only the caches that it made, and ledgers of decoders of its kind. Close
 * it to free the weights, after its last user.
 */
public interface Decoder extends AutoCloseable {

    DecoderConfig config();

    /** The type in which the weights are, never {@link Precision#AUTO}. */
    Precision precision();

    /** Whether passes are computed beside the processor that the calling thread runs on. */
    boolean usesAccelerator();

    /**
     * Bytes of a cache.
     *
     * @param slots sequences; 0 gives what a cache takes beside them
     * @param contextTokens maximum number of tokens of a sequence
     */
    long cacheBytes(int slots, int contextTokens);

    /**
     * Allocates a cache that the caller owns.
     *
     * @param slots sequences
     * @param contextTokens maximum number of tokens of each
     */
    KvCache allocate(int slots, int contextTokens);

    /**
     * Gives a slot of a cache what another one holds of its first tokens.
     *
     * @param tokens how many; the other slot holds at least these
     */
    void copy(KvCache cache, int fromSlot, int toSlot, int tokens);

    /** An empty ledger that the caller owns, for any decoder of the same vocabulary and device. */
    Ledger ledger();

    /**
     * One forward pass: feeds the rows' tokens into the cache and draws the wanted tokens.
     *
     * @param rows at least one, of different slots; no draw keeps or compares anything
     * @return the drawn token ids, row by row in the order of their draws
     */
    int[] sample(KvCache cache, List<Row> rows);

    /**
     * One forward pass: feeds the rows' tokens into the cache, draws the wanted tokens, and answers
     * the draws' comparisons.
     *
     * @param rows at least one, of different slots
     * @param ledger holds what the draws compare with; what they keep is added behind it
     */
    Drawn sample(KvCache cache, List<Row> rows, Ledger ledger);

    /**
     * One forward pass that gives the logits themselves, for tests and measurements: they are
     * large.
     *
     * @return a row of {@code vocabSize} logits for each draw
     */
    double[][] logits(KvCache cache, List<Row> rows);

    /**
     * Compares a few shapes on this very machine; some forward passes.
     *
     * @return whether a token's logits were the same bits in each of them: then a text does not
     *     depend on what stands beside it, nor on speculation
     */
    boolean checkBits();

    @Override
    void close();
}
