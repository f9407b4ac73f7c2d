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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One running generation: its tokens, and with them its text and how much of it each model's KV
 * cache holds. Owned by one thread at a time. Unless the request tolerates others, only the
 * target's own tokens are ever committed: the text does not depend on who proposed what.
 */
public final class Sequence {

    /** No policy opened the limits of the request: they are as it says. */
    public static final double NEVER_TOLD = -1;

    private final String id;
    private final int promptLength;
    private final int contextTokens;
    private final SamplingParameters sampling;
    private final Speculation speculation;
    private final Set<Integer> endTokens;
    private final TokenBuffer tokens;
    private final DrawConstraints constraints;
    private final List<TokenLogprobs> logprobs = new ArrayList<>();
    private final Optional<TraceLog> trace;
    private final TextProgress text;
    private final KvProgress kv;
    private final SequenceStatistics statistics = new SequenceStatistics();

    private FinishReason finishReason;
    private Tolerance tolerance;
    private double opened = NEVER_TOLD;
    private Objective objective = Objective.NONE;
    private OptionalLong firstTokenAt = OptionalLong.empty();

    /**
     * @param generated tokens that an earlier run of this generation ended with; empty at first
     * @param endTokens tokens that end it: the model's, unless ignored, and the request's
     * @param text an unused stream for its text
     * @param contextTokens maximum number of tokens, prompt included
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
        this.tolerance = speculation.tolerance();
        this.tokens = new TokenBuffer(prompt, generated);
        this.constraints = new DrawConstraints(sampling, this.endTokens, prompt, generated);
        this.trace = speculation.trace() ? Optional.of(new TraceLog()) : Optional.empty();
        this.text = new TextProgress(text, sampling.minTokens(), trace);
        this.kv = new KvProgress(tokens, promptLength, speculation);
        this.text.restore(generated);
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

    /** Tokens that stand for good, the prompt's included. */
    public int length() {
        return tokens.committed();
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

    /** Whether it is kept who proposed each token. */
    public boolean isTraced() {
        return trace.isPresent();
    }

    /** Each generated token with its part of {@link #text}; empty unless traced. */
    public List<TracedToken> trace() {
        return trace.map(log -> log.tokens(0, text())).orElse(List.of());
    }

    /** Who proposed each generated token; empty unless traced. */
    public List<Proposal> proposals() {
        return trace.map(TraceLog::proposals).orElse(List.of());
    }

    /** Takes over who proposed what an earlier run generated, one of each token. */
    public void restoreProposals(List<Proposal> earlier) {
        trace.ifPresent(log -> log.restore(earlier));
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
        int first = text.drainedTokens();
        int firstCharacter = text.drainedCharacters();
        int now = generatedCount();
        boolean scored = sampling.logprobs().isPresent();
        String fresh = text.drain(now);
        return new Delta(
                first,
                firstCharacter,
                tokens.copy(promptLength + first, promptLength + now),
                fresh,
                scored ? List.copyOf(logprobs.subList(first, now)) : List.of(),
                isTraced() ? trace.get().tokens(first, fresh) : List.of());
    }

    /** How much of it the models' KV caches hold. */
    public KvProgress kv() {
        return kv;
    }

    /** First tokens that the target did not read, because its cache held them already. */
    public int reusedTokens() {
        return kv.reusedTokens();
    }

    /** How much of the target's say is given up now; at first as much as the request allows. */
    public Tolerance tolerance() {
        return tolerance;
    }

    /**
     * Says between two rounds how much of what the request allows is given up, if it lets that
     * adapt.
     *
     * @param share from 0 (nothing: every token is the target's own) to 1
     */
    public void open(double share) {
        if (speculation.adaptive()) {
            tolerance = speculation.tolerance().opened(share);
            opened = Math.max(opened, share);
        }
    }

    /**
     * The most that {@link #open} was told, in an earlier run too; {@link #NEVER_TOLD} if nothing.
     */
    public double opened() {
        return opened;
    }

    /** Takes over the most that an earlier run of it was opened. */
    public void restoreOpened(double earlier) {
        opened = Math.max(opened, earlier);
    }

    /** How it was decoded, with the widest limits that were in force. */
    public Speculation decoded() {
        return opened == NEVER_TOLD
                ? speculation
                : speculation.with(speculation.tolerance().opened(opened));
    }

    /** How fast it is wanted. */
    public Objective objective() {
        return objective;
    }

    /**
     * Says how fast it is wanted.
     *
     * @param firstToken when its first token came, on the clock of {@link Objective#firstTokenDue};
     *     empty if none has
     */
    public void aim(Objective wanted, OptionalLong firstToken) {
        objective = wanted;
        firstTokenAt = firstToken;
    }

    /** When its first token came, nanoseconds of the scheduler's clock; empty if none has. */
    public OptionalLong firstTokenAt() {
        return firstTokenAt;
    }

    /** Takes note of the time at which a round ended. */
    public void progressed(long now) {
        if (firstTokenAt.isEmpty() && generatedCount() > 0) {
            firstTokenAt = OptionalLong.of(now);
        }
    }

    /** Says that another sequence is likely to start with this one's tokens. */
    public void expectContinuation() {
        kv.expectContinuation();
    }

    /** Ends the generation with what there is, between two rounds; it must not be finished yet. */
    public void end(FinishReason reason) {
        if (isFinished()) {
            throw new IllegalStateException("sequence " + id + " has ended already");
        }
        finish(reason);
    }

    /**
     * Lets sequences of one prompt and one kind of speculation share its reading: the first that
     * runs reads it, the others take over what it read.
     */
    public static void sharePrompt(List<Sequence> sequences) {
        KvProgress.sharePrompt(sequences.stream().map(Sequence::kv).toList());
    }

    TokenBuffer tokens() {
        return tokens;
    }

    /** Most candidates that a round may bring: the target adds one token of its own. */
    public int room() {
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

    /** Notes who proposed the last token; only if traced. */
    void proposed(Proposal proposal) {
        trace.orElseThrow().proposed(tokens.end() - 1 - promptLength, proposal);
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
            if (isTraced()) {
                trace.get().proposed(generatedCount(), Proposal.OF_TARGET);
            }
            append(targetToken);
        }
        for (ModelRole role : ModelRole.values()) {
            kv.forget(role, Math.min(before + taken, tokens.committed() - 1));
        }
        statistics.countRound();
    }

    private boolean append(int token) {
        if (endsWith(token)) {
            finish(FinishReason.STOP);
            return false;
        }
        text.append(token, generatedCount());
        tokens.commit(token);
        constraints.commit(token);
        if (text.stopped()) {
            finish(FinishReason.STOP);
        } else {
            finishIfFull();
        }
        return !isFinished();
    }

    private void finishIfFull() {
        if (generatedCount() >= sampling.maxTokens() || tokens.committed() >= contextTokens) {
            finish(FinishReason.LENGTH);
        }
    }

    private void finish(FinishReason reason) {
        finishReason = reason;
        text.finish();
    }
}
