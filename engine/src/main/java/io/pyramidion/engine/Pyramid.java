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
package io.pyramidion.engine;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.DecoderLoader;
import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.DraftStage;
import io.pyramidion.engine.speculation.QualifyStage;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.VerifyStage;
import io.pyramidion.engine.tokenizer.ChatTemplate;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.engine.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

    private Pyramid(
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
    }

    /**
     * Loads the models of a spec.
     *
     * @throws ModelException if a model cannot be used, or if two do not share a vocabulary
     */
    static Pyramid load(PyramidSpec spec) {
        return load(spec, model -> new DecoderLoader(spec.threads()).load(model, spec.precision()));
    }

    /** Loads all models or, when one fails, keeps none: a job that restarts tries again. */
    static Pyramid load(PyramidSpec spec, Function<ModelDirectory, Decoder> loader) {
        ModelDirectory whole = ModelDirectory.open(spec.target());
        Optional<ModelDirectory> qualifier = spec.qualifier().map(ModelDirectory::open);
        Optional<ModelDirectory> draft = spec.draft().map(ModelDirectory::open);
        Tokenizer tokenizer = Tokenizer.open(whole);
        List<Decoder> loaded = new ArrayList<>();
        try {
            int vocabulary =
                    SharedVocabulary.of(
                            tokenizer,
                            whole,
                            Stream.of(qualifier, draft).flatMap(Optional::stream).toList());
            Function<ModelDirectory, Decoder> load =
                    model -> {
                        Decoder decoder = loader.apply(model.withVocabulary(vocabulary));
                        loaded.add(decoder);
                        return decoder;
                    };
            ModelDirectory target = whole.withVocabulary(vocabulary);
            return new Pyramid(
                    target, tokenizer, load.apply(target), qualifier.map(load), draft.map(load));
        } catch (RuntimeException e) {
            loaded.forEach(Decoder::close);
            tokenizer.close();
            throw e;
        }
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
     * Spends a byte budget on KV slots.
     *
     * @param bytes budget for the caches of all models together
     * @param mostSlots slots beyond which more memory would not be used
     * @param contextTokens most tokens of a sequence
     * @throws ModelException if not even one slot fits, or the context is longer than the models'
     */
    public KvPlan plan(long bytes, int mostSlots, int contextTokens) {
        if (contextTokens < 2 || contextTokens > contextTokens()) {
            throw new ModelException(
                    "The context is %d tokens; allowed: 2 to the models' %d"
                            .formatted(contextTokens, contextTokens()));
        }
        long perSlot = decoders().mapToLong(d -> d.cacheBytesPerSlot(contextTokens)).sum();
        long slots = Math.min(mostSlots, bytes / perSlot);
        if (slots < 1) {
            throw new ModelException(
                    ("KV memory is %,d bytes, but one sequence of %d tokens needs %,d:"
                                    + " give more memory or a shorter context")
                            .formatted(bytes, contextTokens, perSlot));
        }
        return new KvPlan((int) slots, contextTokens);
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

    /**
     * A sequence to run.
     *
     * @param prompt token ids
     * @param generated tokens of an earlier run of the same generation; empty at first
     * @param speculation wish; models that this pyramid lacks are left out
     * @param contextTokens most tokens, prompt included
     * @throws InvalidRequestException if the prompt is empty or too long, or a token id is unknown
     */
    public Sequence sequence(
            String id,
            int[] prompt,
            int[] generated,
            SamplingParameters sampling,
            Speculation speculation,
            int contextTokens) {
        checkPrompt(prompt, contextTokens);
        checkTokens("token_ids", generated);
        checkTokens("stop_token_ids", ints(sampling.stopTokenIds()));
        Set<Integer> endTokens = new HashSet<>(sampling.stopTokenIds());
        if (!sampling.ignoreEos()) {
            endTokens.addAll(directory.generationDefaults().eosTokenIds());
        }
        checkRules(sampling, endTokens);
        return new Sequence(
                id,
                prompt,
                generated,
                sampling,
                speculation.within(draft.isPresent(), qualifier.isPresent()),
                endTokens,
                new TextStream(tokenizer, sampling.stop()),
                contextTokens);
    }

    private void checkPrompt(int[] prompt, int contextTokens) {
        if (prompt.length == 0) {
            throw new InvalidRequestException("prompt", "The prompt has no tokens");
        }
        if (prompt.length > contextTokens - 1) {
            throw new InvalidRequestException(
                    "prompt",
                    "The prompt has %d tokens; allowed: at most %d, the context of %d less one"
                            .formatted(prompt.length, contextTokens - 1, contextTokens));
        }
        checkTokens("prompt_token_ids", prompt);
    }

    private void checkRules(SamplingParameters sampling, Set<Integer> endTokens) {
        LogitRules rules = sampling.rules();
        checkTokens("logit_bias", ints(rules.logitBias().keySet()));
        checkTokens("allowed_token_ids", ints(rules.allowedTokenIds()));
        checkTokens("banned_token_ids", ints(rules.bannedTokenIds()));
        rules.badWords().forEach(word -> checkTokens("bad_words", ints(word)));
        Set<Integer> left = new HashSet<>(rules.allowedTokenIds());
        left.removeAll(rules.bannedTokenIds());
        if (sampling.minTokens() > 0) {
            left.removeAll(endTokens);
        }
        if (left.isEmpty() && !rules.allowedTokenIds().isEmpty()) {
            throw new InvalidRequestException(
                    "allowed_token_ids",
                    "allowed_token_ids leaves no token to draw: banned_token_ids"
                            + " and min_tokens forbid all of them");
        }
    }

    private static int[] ints(Collection<Integer> tokens) {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    private void checkTokens(String field, int[] tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= vocabularySize()) {
                throw new InvalidRequestException(
                        field,
                        "%s has token id %d; allowed: 0 to %d"
                                .formatted(field, token, vocabularySize() - 1));
            }
        }
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
