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
package io.pyramidion.engine.sampling;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.ShownText;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a request changes in the logits before its tokens are drawn, by the names of the OpenAI API
 * and vLLM. Immutable and checked. Every model of a pyramid draws under the same rules, so
 * speculation does not change what they do.
 *
 * <p>The order is vLLM's: allowed tokens, bans, bias, repetition penalty, frequency and presence
 * penalty; {@link SamplingParameters} follow.
 *
 * @param repetitionPenalty divides the positive and multiplies the other logits of tokens in prompt
 *     or output, 0.01 to 100; 1 changes nothing
 * @param presencePenalty taken from the logits of tokens in the output, -2 to 2
 * @param frequencyPenalty taken from a token's logit for each time it is in the output, -2 to 2
 * @param logitBias added to the logits by token id, each -100 to 100
 * @param allowedTokenIds the only tokens that may be drawn; empty allows all
 * @param bannedTokenIds tokens that are never drawn
 * @param badWords token sequences, none empty, of which the last token is not drawn behind the
 *     others; one gives way where it would leave none of {@code allowedTokenIds}
 */
public record LogitRules(
        double repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty,
        Map<Integer, Double> logitBias,
        Set<Integer> allowedTokenIds,
        Set<Integer> bannedTokenIds,
        List<List<Integer>> badWords) {

    /** Most entries of each list: all of them travel with every forward pass. */
    public static final int MAX_ENTRIES = 1024;

    private static final double LARGEST_BIAS = 100;

    private static final Pattern TOKEN_ID = Pattern.compile("[0-9]{1,9}");

    /** Leaves the logits as they are. */
    public static final LogitRules NONE =
            new LogitRules(1, 0, 0, Map.of(), Set.of(), Set.of(), List.of());

    /**
     * Checks every value against its limit.
     *
     * @throws InvalidRequestException naming the first field out of its limits
     */
    public LogitRules {
        logitBias = Map.copyOf(logitBias);
        allowedTokenIds = Set.copyOf(allowedTokenIds);
        bannedTokenIds = Set.copyOf(bannedTokenIds);
        badWords = badWords.stream().map(List::copyOf).toList();
        range("repetition_penalty", repetitionPenalty, 0.01, 100);
        range("presence_penalty", presencePenalty, -2, 2);
        range("frequency_penalty", frequencyPenalty, -2, 2);
        logitBias.forEach(LogitRules::checkBias);
        size("logit_bias", logitBias.size());
        size("allowed_token_ids", allowedTokenIds.size());
        size("banned_token_ids", bannedTokenIds.size());
        size("bad_words", badWords.size());
        if (badWords.stream().anyMatch(List::isEmpty)) {
            throw new InvalidRequestException(
                    "bad_words",
                    "bad_words has a text without tokens; allowed: at least one token");
        }
    }

    /**
     * A logit bias as JSON writes it, with token ids as text.
     *
     * @throws InvalidRequestException if a key is no token id
     */
    public static Map<Integer, Double> biasByTokenId(Map<String, Double> bias) {
        Map<Integer, Double> byId = new HashMap<>();
        bias.forEach((id, value) -> byId.put(tokenId(id), value));
        return byId;
    }

    private static int tokenId(String text) {
        if (!TOKEN_ID.matcher(text).matches()) {
            throw new InvalidRequestException(
                    "logit_bias",
                    "logit_bias has key "
                            + ShownText.of(text)
                            + "; allowed: token ids, for example 17");
        }
        return Integer.parseInt(text);
    }

    public LogitRules withPenalties(double repetition, double presence, double frequency) {
        return new LogitRules(
                repetition,
                presence,
                frequency,
                logitBias,
                allowedTokenIds,
                bannedTokenIds,
                badWords);
    }

    public LogitRules withBias(Map<Integer, Double> bias) {
        return new LogitRules(
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                bias,
                allowedTokenIds,
                bannedTokenIds,
                badWords);
    }

    /** The same rules with other lists of allowed and banned tokens. */
    public LogitRules withTokens(Set<Integer> allowed, Set<Integer> banned) {
        return new LogitRules(
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                logitBias,
                allowed,
                banned,
                badWords);
    }

    public LogitRules withBadWords(List<List<Integer>> words) {
        return new LogitRules(
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                logitBias,
                allowedTokenIds,
                bannedTokenIds,
                words);
    }

    /** Whether anything is changed at all. */
    public boolean changeNothing() {
        return equals(NONE);
    }

    /** Whether what has been generated matters. */
    public boolean penalize() {
        return repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0;
    }

    private static void checkBias(int token, double bias) {
        if (!(bias >= -LARGEST_BIAS && bias <= LARGEST_BIAS)) {
            throw outside(
                    "logit_bias",
                    "logit_bias of token " + token,
                    bias,
                    -LARGEST_BIAS,
                    LARGEST_BIAS);
        }
    }

    private static void range(String field, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw outside(field, field, value, min, max);
        }
    }

    private static InvalidRequestException outside(
            String field, String what, double value, double min, double max) {
        return new InvalidRequestException(
                field, "%s is %s; allowed: %s to %s".formatted(what, value, min, max));
    }

    private static void size(String field, int entries) {
        if (entries > MAX_ENTRIES) {
            throw new InvalidRequestException(
                    field,
                    "%s has %d entries; allowed: at most %d"
                            .formatted(field, entries, MAX_ENTRIES));
        }
    }
}
