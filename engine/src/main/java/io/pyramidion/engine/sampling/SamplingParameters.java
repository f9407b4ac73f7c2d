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

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How one request's tokens are drawn, by the names of the OpenAI API and vLLM. Immutable and
 * checked: an instance always holds values within their limits.
 *
 * <p>The order is vLLM's: {@code rules}, then temperature, then min-p, then top-k, then top-p.
 *
 * @param temperature divides the logits; 0 is greedy, and so is, as in vLLM, what is below 0.00001
 * @param topP nucleus probability, in (0, 1]
 * @param topK likeliest tokens kept; 0 keeps all
 * @param minP minimum probability relative to the likeliest token's, in [0, 1]
 * @param seed seed of the noise; the text is a function of prompt, parameters and seed
 * @param maxTokens maximum number of tokens to generate, at least 1
 * @param minTokens tokens before which no end or stop token is drawn and in which no stop text
 *     counts, 0 to {@code maxTokens}
 * @param stop texts that end the generation, none empty
 * @param stopTokenIds token ids that end the generation, beside the model's end tokens
 * @param ignoreEos whether the model's end tokens are ordinary tokens
 * @param rules what is changed in the logits before all else
 * @param logprobs whether generated tokens come with their log-probability, and with those of how
 *     many of the likeliest tokens, 0 to 20
 */
public record SamplingParameters(
        double temperature,
        double topP,
        int topK,
        double minP,
        long seed,
        int maxTokens,
        int minTokens,
        List<String> stop,
        Set<Integer> stopTokenIds,
        boolean ignoreEos,
        LogitRules rules,
        OptionalInt logprobs) {

    /** Most tokens per position of which log-probabilities are given. */
    public static final int MAX_LOGPROBS = 20;

    /** Below this the quotients leave the range of float32, and no draw differs from greedy. */
    private static final double MIN_TEMPERATURE = 1e-5;

    /** Greedy decoding of at most {@code maxTokens} tokens. */
    public static SamplingParameters greedy(int maxTokens) {
        return new SamplingParameters(0, 1, 0, 0, 0, maxTokens, 0, List.of(), Set.of(), false);
    }

    /** Sampling without rules or log-probabilities. */
    public SamplingParameters(
            double temperature,
            double topP,
            int topK,
            double minP,
            long seed,
            int maxTokens,
            int minTokens,
            List<String> stop,
            Set<Integer> stopTokenIds,
            boolean ignoreEos) {
        this(
                temperature,
                topP,
                topK,
                minP,
                seed,
                maxTokens,
                minTokens,
                stop,
                stopTokenIds,
                ignoreEos,
                LogitRules.NONE,
                OptionalInt.empty());
    }

    /**
     * Checks every value against its limit.
     *
     * @throws InvalidRequestException naming the first field out of its limits
     */
    public SamplingParameters {
        stop = List.copyOf(stop);
        stopTokenIds = Set.copyOf(stopTokenIds);
        check(temperature >= 0 && temperature <= 100, "temperature", temperature, "0 to 100");
        check(topP > 0 && topP <= 1, "top_p", topP, "above 0, at most 1");
        check(topK >= -1, "top_k", topK, "-1 or 0 (all), or at least 1");
        check(minP >= 0 && minP <= 1, "min_p", minP, "0 to 1");
        check(maxTokens >= 1, "max_tokens", maxTokens, "at least 1");
        check(minTokens >= 0, "min_tokens", minTokens, "at least 0");
        check(
                minTokens <= maxTokens,
                "min_tokens",
                minTokens,
                "at most max_tokens, which is " + maxTokens);
        for (String text : stop) {
            check(!text.isEmpty(), "stop", "\"\"", "texts of at least one character");
        }
        int max = logprobs.orElse(0);
        check(max >= 0 && max <= MAX_LOGPROBS, "logprobs", max, "0 to " + MAX_LOGPROBS);
        topK = Math.max(topK, 0);
    }

    public SamplingParameters withRules(LogitRules others) {
        return with(seed, others, logprobs);
    }

    /**
     * The same sampling with log-probabilities of the generated and of the {@code top} likeliest
     * tokens.
     */
    public SamplingParameters withLogprobs(int top) {
        return with(seed, rules, OptionalInt.of(top));
    }

    public SamplingParameters withSeed(long other) {
        return with(other, rules, logprobs);
    }

    private SamplingParameters with(long newSeed, LogitRules newRules, OptionalInt newLogprobs) {
        return new SamplingParameters(
                temperature,
                topP,
                topK,
                minP,
                newSeed,
                maxTokens,
                minTokens,
                stop,
                stopTokenIds,
                ignoreEos,
                newRules,
                newLogprobs);
    }

    /** Whether tokens are drawn by chance rather than greedily. */
    public boolean samples() {
        return temperature >= MIN_TEMPERATURE;
    }

    private static void check(boolean holds, String field, Object value, String limit) {
        if (!holds) {
            throw new InvalidRequestException(
                    field, field + " is " + value + "; allowed: " + limit);
        }
    }
}
