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

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much of one sequence the models' KV caches hold, and in which slot. Lengths are counts of its
 * first tokens. Owned by its {@link Sequence}.
 */
public final class KvProgress {

    private static final int NO_SLOT = -1;

    private final TokenBuffer tokens;
    private final int promptLength;
    private final Speculation speculation;
    private final int[] cached = new int[ModelRole.values().length];

    private List<KvProgress> samePrompt = List.of();
    private int slot = NO_SLOT;
    private int toRead;
    private int reused;
    private boolean continued;

    /**
     * @param tokens the sequence's, which stay its own
     * @param speculation which models read it
     */
    KvProgress(TokenBuffer tokens, int promptLength, Speculation speculation) {
        this.tokens = tokens;
        this.promptLength = promptLength;
        this.speculation = speculation;
    }

    /** The KV slot that the sequence holds in every model's cache. */
    public int slot() {
        return slot;
    }

    /** How many of its first tokens the models read before the first round in this slot. */
    public int tokensToRead() {
        return toRead;
    }

    /** Gives the sequence a slot: every model continues where what the slot holds differs. */
    public void occupy(int freeSlot, CachedTokens held) {
        slot = freeSlot;
        toRead = tokens.committed() - 1;
        int common = held.common(tokens);
        for (ModelRole role : ModelRole.values()) {
            cache(role, Math.min(common, held.length(role)));
        }
        reused = cached(ModelRole.TARGET);
    }

    /** Takes the slot away and returns it. */
    public int vacate() {
        int vacated = slot;
        slot = NO_SLOT;
        tokens.dropSpeculation();
        return vacated;
    }

    /** What the caches hold of the sequence now. */
    public CachedTokens held() {
        return CachedTokens.of(tokens, cached);
    }

    /** First tokens that the target did not read, because its cache held them already. */
    public int reusedTokens() {
        return reused;
    }

    /** Says that another sequence is likely to start with this one's tokens. */
    public void expectContinuation() {
        continued = true;
    }

    /** Whether the slot is worth keeping when the sequence leaves. */
    public boolean isContinued() {
        return continued;
    }

    /**
     * Tokens that a model must still read before the first round in this slot: the prompt and what
     * an earlier run generated, but for the last. A model that falls behind afterwards reads the
     * tokens that it lacks with its next proposal.
     *
     * @param readers models that read ahead, unless the request uses every model as it says
     */
    public int unreadTokens(Set<ModelRole> readers) {
        int unread = 0;
        for (ModelRole role : ModelRole.values()) {
            if (reads(role, readers)) {
                unread = Math.max(unread, toRead - Math.max(cached(role), shared(role)));
            }
        }
        return unread;
    }

    /** Whether another sequence is about to read this one's prompt. */
    public boolean waitsForPrompt(Set<ModelRole> readers) {
        Optional<KvProgress> reader = reader();
        return reader.isPresent()
                && Arrays.stream(ModelRole.values())
                        .filter(role -> reads(role, readers))
                        .anyMatch(role -> reader.get().cached(role) < promptLength - 1);
    }

    /** Whether a model reads the prompt ahead. */
    boolean reads(ModelRole role, Set<ModelRole> readers) {
        return speculation.uses(role) && (!speculation.adaptive() || readers.contains(role));
    }

    static void sharePrompt(List<KvProgress> sequences) {
        sequences.forEach(sequence -> sequence.samePrompt = List.copyOf(sequences));
    }

    /** Tokens that a model need not read for this sequence, for they are in its reader's slot. */
    int shared(ModelRole role) {
        return reader().map(other -> Math.min(other.cached(role), promptLength - 1)).orElse(0);
    }

    /** The running sequence that reads the prompt; empty if that is this one. */
    Optional<KvProgress> reader() {
        if (samePrompt.isEmpty()) {
            return Optional.empty();
        }
        return samePrompt.stream()
                .filter(sequence -> sequence.slot != NO_SLOT)
                .findFirst()
                .filter(first -> first != this);
    }

    /** Tokens that a model has to read before it can say what comes next, at least 1. */
    public int behind(ModelRole role) {
        return tokens.committed() - cached(role);
    }

    int cached(ModelRole role) {
        return cached[role.ordinal()];
    }

    void cache(ModelRole role, int length) {
        cached[role.ordinal()] = length;
    }

    /** Rolls a model's cache back to {@code length} tokens, if it holds more. */
    void forget(ModelRole role, int length) {
        cache(role, Math.min(cached(role), length));
    }
}
