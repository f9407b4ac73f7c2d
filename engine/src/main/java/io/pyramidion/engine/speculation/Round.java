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
package io.pyramidion.engine.speculation;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Ledger;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One round of a batch: prompts that are read a piece further, and sequences that the stages carry
 * through draft, qualify and verify. Passed by reference from stage to stage; used once.
 */
public final class Round {

    /**
     * A piece of a prompt to read: every model that the sequence uses reads up to {@code until}.
     */
    public record Prefill(Sequence sequence, int until) {}

    private final List<Sequence> decoding;
    private final List<Prefill> prefills;
    private final Map<ModelRole, Long> modelNanos = new EnumMap<>(ModelRole.class);
    private final Map<ModelRole, Integer> forwards = new EnumMap<>(ModelRole.class);
    private Ledger ledger;
    private boolean verified;
    private int newTokens;

    /**
     * @param decoding sequences that get tokens in this round
     * @param prefills prompts, of other sequences, to read further
     */
    public Round(List<Sequence> decoding, List<Prefill> prefills) {
        this.decoding = List.copyOf(decoding);
        this.prefills = List.copyOf(prefills);
    }

    /** Sequences that get tokens in this round. */
    public List<Sequence> sequences() {
        return decoding;
    }

    public List<Prefill> prefills() {
        return prefills;
    }

    /** Whether the target has verified: the round is over. */
    public boolean verified() {
        return verified;
    }

    /** Tokens that this round added, over all its sequences. */
    public int newTokens() {
        return newTokens;
    }

    /** Time spent inside a model's forward passes and sampling, nanoseconds. */
    public long modelNanos(ModelRole role) {
        return modelNanos.getOrDefault(role, 0L);
    }

    /** Forward passes of a model that drew tokens; reading prompts does not count. */
    public int forwards(ModelRole role) {
        return forwards.getOrDefault(role, 0);
    }

    void forwarded(ModelRole role) {
        forwards.merge(role, 1, Integer::sum);
    }

    void spent(ModelRole role, long nanos) {
        modelNanos.merge(role, nanos, Long::sum);
    }

    /** Whether a model has read this round's prompt pieces: it does so once, before anything. */
    boolean hasStarted(ModelRole role) {
        return modelNanos.containsKey(role);
    }

    /** Where the models of this round keep the logits that others compare with. */
    Ledger ledger(Decoder decoder) {
        if (ledger == null) {
            ledger = decoder.ledger();
        }
        return ledger;
    }

    /** Rows in the ledger. */
    int ledgerRows() {
        return ledger == null ? 0 : ledger.rows();
    }

    /** Ends the round; what its models kept is dropped. */
    void end(int tokens) {
        if (ledger != null) {
            ledger.close();
        }
        verified = true;
        newTokens = tokens;
    }
}
