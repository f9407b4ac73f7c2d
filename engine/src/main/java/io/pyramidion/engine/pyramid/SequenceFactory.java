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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.engine.tokenizer.Tokenizer;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes the sequences that a {@link Pyramid} runs, and refuses what its models cannot run.
 * Immutable and safe to share between threads; the tokenizer stays the pyramid's.
 */
public final class SequenceFactory {

    private final GenerationDefaults model;
    private final Tokenizer tokenizer;
    private final int vocabularySize;
    private final boolean hasDraft;
    private final boolean hasQualifier;

    SequenceFactory(
            GenerationDefaults model,
            Tokenizer tokenizer,
            int vocabularySize,
            boolean hasDraft,
            boolean hasQualifier) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.vocabularySize = vocabularySize;
        this.hasDraft = hasDraft;
        this.hasQualifier = hasQualifier;
    }

    /**
     * Makes a sequence to run.
     *
     * @param prompt token ids
     * @param generated tokens of an earlier run of the same generation; empty at first
     * @param speculation wish; models that the pyramid lacks are left out
     * @param contextTokens maximum number of tokens, prompt included
     * @throws InvalidRequestException if the prompt is empty or too long, or a token id is unknown
     */
    public Sequence create(
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
            endTokens.addAll(model.eosTokenIds());
        }
        checkRules(sampling, endTokens);
        return new Sequence(
                id,
                prompt,
                generated,
                sampling,
                speculation.within(hasDraft, hasQualifier),
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
                    "The prompt has %d tokens; allowed: at most %d, the context of %d tokens minus one"
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
            if (token < 0 || token >= vocabularySize) {
                throw new InvalidRequestException(
                        field,
                        "%s has token id %d; allowed: 0 to %d"
                                .formatted(field, token, vocabularySize - 1));
            }
        }
    }
}
