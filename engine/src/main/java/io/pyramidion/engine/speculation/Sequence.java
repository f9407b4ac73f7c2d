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

import io.pyramidion.engine.decoder.DrawConstraint;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.sampling.TokenLogprobs;
import io.pyramidion.engine.tokenizer.TextStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One running generation: its tokens, its text so far, and how much of it each model's KV cache
 * holds. Owned by one thread at a time. Unless the request tolerates others, only the target's own
 * tokens are ever committed: the text does not depend on who proposed what.
 */
public final class Sequence {

    private static final int NO_SLOT = -1;

    private final String id;
    private final int promptLength;
    private final int contextTokens;
    private final SamplingParameters sampling;
    private final Speculation speculation;
    private final Set<Integer> endTokens;
    private final TokenBuffer tokens;
    private final DrawConstraints constraints;
    private final List<TokenLogprobs> logprobs = new ArrayList<>();
    private final TextStream text;
    private final SequenceStatistics statistics = new SequenceStatistics();
    private final int[] cached = new int[ModelRole.values().length];

    private List<Sequence> samePrompt = List.of();
    private int slot = NO_SLOT;
    private int toRead;
    private int reused;
    private boolean continued;
    private FinishReason finishReason;
    private int drainedTokens;
    private StringBuilder undrainedText = new StringBuilder();

    /**
     * @param generated tokens that an earlier run of this generation ended with; empty at first
     * @param endTokens tokens that end it: the model's, unless ignored, and the request's
     * @param text an unused stream for its text
     * @param contextTokens most tokens, prompt included
     */
    public Sequence(
            String id,
            int[] prompt,
            int[] generated,
            SamplingParameters sampling,
            Speculation speculation,
            Set<Integer> endTokens,
            TextStream text,
            int contextTokens) {
        this.id = id;
        this.promptLength = prompt.length;
        this.contextTokens = contextTokens;
        this.sampling = sampling;
        this.speculation = speculation;
        this.endTokens = Set.copyOf(endTokens);
        this.tokens = new TokenBuffer(prompt, generated);
        this.constraints = new DrawConstraints(sampling, this.endTokens, prompt, generated);
        this.text = text;
        for (int i = 0; i < generated.length; i++) {
            appendText(generated[i], i);
        }
        this.drainedTokens = generated.length;
        if (text.stopped()) {
            finish(FinishReason.STOP);
        } else {
            finishIfFull();
        }
    }

    public String id() {
        return id;
    }

    public SamplingParameters sampling() {
        return sampling;
    }

    public Speculation speculation() {
        return speculation;
    }

    public int promptLength() {
        return promptLength;
    }

    public int[] promptTokens() {
        return tokens.copy(0, promptLength);
    }

    /** A copy of the generated tokens; the end token is not among them. */
    public int[] generatedTokens() {
        return tokens.copy(promptLength, tokens.committed());
    }

    public int generatedCount() {
        return tokens.committed() - promptLength;
    }

    /** How likely the target found each generated token; empty unless the request asks for it. */
    public List<TokenLogprobs> logprobs() {
        return List.copyOf(logprobs);
    }

    /** Takes over the log-probabilities of what an earlier run generated, one of each token. */
    public void restore(List<TokenLogprobs> earlier) {
        logprobs.clear();
        logprobs.addAll(earlier);
    }

    /** The text so far, or the whole text once finished, cut before a stop text. */
    public String text() {
        return text.text();
    }

    public boolean isFinished() {
        return finishReason != null;
    }

    public Optional<FinishReason> finishReason() {
        return Optional.ofNullable(finishReason);
    }

    public SequenceStatistics statistics() {
        return statistics;
    }

    /** What came since the last call; empty if nothing did. */
    public Delta drain() {
        int first = drainedTokens;
        drainedTokens = generatedCount();
        String fresh = undrainedText.toString();
        undrainedText = new StringBuilder();
        int[] ids = tokens.copy(promptLength + first, promptLength + drainedTokens);
        boolean scored = sampling.logprobs().isPresent();
        return new Delta(
                first,
                ids,
                fresh,
                scored ? List.copyOf(logprobs.subList(first, drainedTokens)) : List.of());
    }

    /** The KV slot that this sequence holds in every model's cache. */
    public int slot() {
        return slot;
    }

    /** How many of its first tokens the models read before the first round in this slot. */
    public int tokensToRead() {
        return toRead;
    }

    /** Gives the sequence an empty slot: every model starts from its first token. */
    public void occupy(int freeSlot) {
        occupy(freeSlot, CachedTokens.NONE);
    }

    /** Gives the sequence a slot: every model goes on where what the slot holds differs. */
    public void occupy(int freeSlot, CachedTokens held) {
        slot = freeSlot;
        toRead = tokens.committed() - 1;
        int common = held.common(this);
        for (ModelRole role : ModelRole.values()) {
            cache(role, Math.min(common, held.length(role)));
        }
        reused = cached(ModelRole.TARGET);
    }

    /** First tokens that the target did not read, because its cache held them already. */
    public int reusedTokens() {
        return reused;
    }

    /** Says that another sequence is likely to start with this one's tokens. */
    public void expectContinuation() {
        continued = true;
    }

    /** Whether its slot is worth keeping when it leaves. */
    public boolean isContinued() {
        return continued;
    }

    /** What the caches hold of it now. */
    public CachedTokens cachedTokens() {
        return CachedTokens.of(tokens, cached);
    }

    /** Ends the generation with what there is, between two rounds; it must not be finished yet. */
    public void end(FinishReason reason) {
        if (isFinished()) {
            throw new IllegalStateException("sequence " + id + " has ended already");
        }
        finish(reason);
    }

    /** Takes the slot away and returns it. */
    public int vacate() {
        int vacated = slot;
        slot = NO_SLOT;
        tokens.dropSpeculation();
        return vacated;
    }

    /**
     * Tokens that a model must still read before the first round in this slot: the prompt and what
     * an earlier run generated, but for the last. 0 from then on: a model that falls behind reads
     * the few tokens that it lacks with its next proposal.
     */
    public int unreadTokens() {
        int unread = unread(ModelRole.TARGET);
        if (speculation.useDraft()) {
            unread = Math.max(unread, unread(ModelRole.DRAFT));
        }
        if (speculation.useQualifier()) {
            unread = Math.max(unread, unread(ModelRole.QUALIFIER));
        }
        return unread;
    }

    private int unread(ModelRole role) {
        return Math.max(0, toRead - Math.max(cached(role), shared(role)));
    }

    /**
     * Lets sequences of one prompt and one kind of speculation share its reading: the first that
     * runs reads it, the others take over what it read.
     */
    public static void sharePrompt(List<Sequence> sequences) {
        sequences.forEach(sequence -> sequence.samePrompt = List.copyOf(sequences));
    }

    /** Whether another sequence is about to read this one's prompt. */
    public boolean waitsForPrompt() {
        Optional<Sequence> reader = reader();
        return reader.isPresent()
                && Arrays.stream(ModelRole.values())
                        .filter(speculation::uses)
                        .anyMatch(role -> reader.get().cached(role) < promptLength - 1);
    }

    /** Tokens that a model need not read for this sequence, for they are in its reader's slot. */
    int shared(ModelRole role) {
        return reader().map(other -> Math.min(other.cached(role), promptLength - 1)).orElse(0);
    }

    /** The running sequence that reads the prompt; empty if that is this one. */
    Optional<Sequence> reader() {
        if (samePrompt.isEmpty()) {
            return Optional.empty();
        }
        return samePrompt.stream()
                .filter(sequence -> sequence.slot != NO_SLOT)
                .findFirst()
                .filter(first -> first != this);
    }

    TokenBuffer tokens() {
        return tokens;
    }

    int cached(ModelRole role) {
        return cached[role.ordinal()];
    }

    void cache(ModelRole role, int length) {
        cached[role.ordinal()] = length;
    }

    /** Most candidates that a round may bring: the target adds one token of its own. */
    int room() {
        int left =
                Math.min(
                        sampling.maxTokens() - generatedCount(),
                        contextTokens - tokens.committed());
        return Math.max(0, left - 1);
    }

    /** Whether drawing {@code token} ends the generation. */
    boolean endsWith(int token) {
        return endTokens.contains(token);
    }

    /** What the request allows of the draws behind the last tokens, in their order. */
    List<DrawConstraint> constraints(int draws) {
        return constraints.of(tokens, draws);
    }

    /** Position among the generated tokens of what is sampled after the token at {@code index}. */
    int positionAfter(int index) {
        return index + 1 - promptLength;
    }

    /**
     * Ends a round: commits {@code taken} candidates and then the target's own token, up to the
     * first that ends the generation.
     *
     * @param scores how likely the target found each of them; empty where the request does not ask
     */
    void commit(int taken, int targetToken, List<TokenLogprobs> scores) {
        int generatedBefore = generatedCount();
        commit(taken, targetToken);
        if (!scores.isEmpty()) {
            logprobs.addAll(scores.subList(0, generatedCount() - generatedBefore));
        }
    }

    void commit(int taken, int targetToken) {
        int before = tokens.committed();
        int[] candidates = tokens.copy(before, before + taken);
        tokens.dropSpeculation();
        for (int candidate : candidates) {
            if (!append(candidate)) {
                break;
            }
        }
        if (!isFinished()) {
            append(targetToken);
        }
        for (ModelRole role : ModelRole.values()) {
            int valid = Math.min(before + taken, tokens.committed() - 1);
            cache(role, Math.min(cached(role), valid));
        }
        statistics.countRound();
    }

    private boolean append(int token) {
        if (endsWith(token)) {
            finish(FinishReason.STOP);
            return false;
        }
        undrainedText.append(appendText(token, generatedCount()));
        tokens.commit(token);
        constraints.commit(token);
        if (text.stopped()) {
            finish(FinishReason.STOP);
        } else {
            finishIfFull();
        }
        return !isFinished();
    }

    private String appendText(int token, int position) {
        return position < sampling.minTokens() ? text.appendUnstoppable(token) : text.append(token);
    }

    private void finishIfFull() {
        if (generatedCount() >= sampling.maxTokens() || tokens.committed() >= contextTokens) {
            finish(FinishReason.LENGTH);
        }
    }

    private void finish(FinishReason reason) {
        finishReason = reason;
        undrainedText.append(text.finish());
    }
}
