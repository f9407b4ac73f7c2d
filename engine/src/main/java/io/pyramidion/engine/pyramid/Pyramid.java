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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.policy.CostProfiler;
import io.pyramidion.engine.policy.PassCosts;
import io.pyramidion.engine.speculation.DraftStage;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.QualifyStage;
import io.pyramidion.engine.speculation.VerifyStage;
import io.pyramidion.engine.template.ChatTemplate;
import io.pyramidion.engine.tokenizer.Tokenizer;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Up to three loaded models that share one vocabulary: a target, and a draft and a qualifier to
 * speculate with. Immutable and safe to share between threads; what a subtask needs for itself, the
 * KV caches, lives in the stages made here. Obtained from {@link PyramidPool}, which owns it.
 */
public final class Pyramid {

    private final ModelDirectory directory;
    private final Tokenizer tokenizer;
    private final Decoder target;
    private final Optional<Decoder> qualifier;
    private final Optional<Decoder> draft;
    private final SequenceFactory sequences;
    private final boolean bitExact;
    private PassCosts costs;

    /** Takes over the tokenizer and the decoders. */
    Pyramid(
            ModelDirectory directory,
            Tokenizer tokenizer,
            Decoder target,
            Optional<Decoder> qualifier,
            Optional<Decoder> draft) {
        this.directory = directory;
        this.tokenizer = tokenizer;
        this.target = target;
        this.qualifier = qualifier;
        this.draft = draft;
        this.bitExact = target.checkBits();
        this.sequences =
                new SequenceFactory(
                        directory.generationDefaults(),
                        tokenizer,
                        target.config().vocabSize(),
                        draft.isPresent(),
                        qualifier.isPresent());
    }

    /** Name of the target's directory. */
    public String name() {
        return directory.name();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public ChatTemplate chatTemplate() {
        return ChatTemplate.of(directory);
    }

    public GenerationDefaults generationDefaults() {
        return directory.generationDefaults();
    }

    /** Most tokens of a sequence that every model was made for. */
    public int contextTokens() {
        return decoders().mapToInt(decoder -> decoder.config().maxPositions()).min().orElseThrow();
    }

    public int vocabularySize() {
        return target.config().vocabSize();
    }

    public Decoder target() {
        return target;
    }

    public Optional<Decoder> qualifier() {
        return qualifier;
    }

    public Optional<Decoder> draft() {
        return draft;
    }

    /**
     * Whether this machine computes the same bits for a text in whatever batch and with whatever
     * speculation. Found out when the models were loaded.
     */
    public boolean bitExact() {
        return bitExact;
    }

    /**
     * What the models' passes cost on this machine. The first call profiles them; all callers share
     * one, which learns from their passes.
     *
     * @param profiler used by the first call alone
     */
    public synchronized PassCosts costs(CostProfiler profiler) {
        if (costs == null) {
            Map<ModelRole, Decoder> decoders = new EnumMap<>(ModelRole.class);
            decoders.put(ModelRole.TARGET, target);
            qualifier.ifPresent(decoder -> decoders.put(ModelRole.QUALIFIER, decoder));
            draft.ifPresent(decoder -> decoders.put(ModelRole.DRAFT, decoder));
            costs = profiler.profile(decoders);
        }
        return costs;
    }

    /**
     * Spends a byte budget on KV slots.
     *
     * @param bytes budget for the caches of all models together
     * @param maxSlots slots beyond which more memory would not be used
     * @param contextTokens maximum number of tokens of a sequence
     * @throws ModelException if not even one slot fits, or the context is longer than the models'
     */
    public KvPlan plan(long bytes, int maxSlots, int contextTokens) {
        if (contextTokens < 2 || contextTokens > contextTokens()) {
            throw new ModelException(
                    "The context is %d tokens; allowed: 2 to the models' %d"
                            .formatted(contextTokens, contextTokens()));
        }
        long one = cacheBytes(1, contextTokens);
        long beside = cacheBytes(0, contextTokens);
        long slots = Math.min(maxSlots, (bytes - beside) / (one - beside));
        if (slots < 1) {
            throw new ModelException(
                    ("KV memory is %,d bytes, but one sequence of %d tokens needs %,d:"
                                    + " give more memory or a shorter context")
                            .formatted(bytes, contextTokens, one));
        }
        return new KvPlan((int) slots, contextTokens);
    }

    private long cacheBytes(int slots, int contextTokens) {
        return decoders().mapToLong(decoder -> decoder.cacheBytes(slots, contextTokens)).sum();
    }

    /** The draft stage of one subtask, which then owns it. */
    public DraftStage draftStage(KvPlan plan) {
        return new DraftStage(draft, plan);
    }

    /** The qualify stage of one subtask, which then owns it. */
    public QualifyStage qualifyStage(KvPlan plan) {
        return new QualifyStage(qualifier, plan);
    }

    /** The verify stage of one subtask, which then owns it. */
    public VerifyStage verifyStage(KvPlan plan) {
        return new VerifyStage(target, plan);
    }

    /** Makes the sequences that this pyramid runs. */
    public SequenceFactory sequences() {
        return sequences;
    }

    private Stream<Decoder> decoders() {
        return Stream.of(List.of(target), qualifier.stream().toList(), draft.stream().toList())
                .flatMap(List::stream);
    }

    /** Frees the weights; only the pool does. */
    void free() {
        decoders().forEach(Decoder::close);
        tokenizer.close();
    }
}
