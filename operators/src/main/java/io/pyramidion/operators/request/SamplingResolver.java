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
package io.pyramidion.operators.request;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.GenerationRequest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Completes a request's sampling parameters, for every entry: the request's own value, else the
 * job's, else the model's {@code generation_config.json}, else the OpenAI API's: temperature 1 over
 * the whole vocabulary. Which tokens end a text beside its stop tokens is for the models to say.
 */
public final class SamplingResolver {

    /** {@code max_tokens} where neither request nor job nor model says anything. */
    public static final int DEFAULT_MAX_TOKENS = 256;

    private final GenerationDefaults model;
    private final int jobsMaxTokens;

    /**
     * @param model what the model says for requests that say nothing
     * @param jobsMaxTokens for requests that name no {@code max_tokens}, at least 1, or {@link
     *     ChainSettings#MODELS_MAX_TOKENS}
     */
    public SamplingResolver(GenerationDefaults model, int jobsMaxTokens) {
        this.model = model;
        this.jobsMaxTokens = jobsMaxTokens;
    }

    /** Where no model is at hand: nothing is refused that a model's defaults could allow. */
    static SamplingResolver withoutModel(int jobsMaxTokens) {
        GenerationDefaults nothing = GenerationDefaults.NONE;
        GenerationDefaults unknown =
                new GenerationDefaults(
                        nothing.eosTokenIds(),
                        nothing.doSample(),
                        nothing.temperature(),
                        nothing.topP(),
                        nothing.topK(),
                        nothing.minP(),
                        OptionalInt.of(Integer.MAX_VALUE),
                        nothing.repetitionPenalty(),
                        nothing.rules());
        return new SamplingResolver(unknown, jobsMaxTokens);
    }

    /**
     * The one place where a request's fields become sampling parameters, logit rules included.
     *
     * @param seed the request's seed, as {@link #seed} or an earlier run found it
     * @param badWords the tokens that spell its bad words; empty where no tokenizer is at hand
     * @throws InvalidRequestException naming the first field out of its limits
     */
    public SamplingParameters resolve(
            GenerationRequest request, long seed, List<List<Integer>> badWords) {
        int maxTokens = maxTokens(request);
        return new SamplingParameters(
                number(request.getTemperature(), model.temperature(), 1),
                number(request.getTopP(), model.topP(), 1),
                or(request.getTopK(), model.topK().orElse(0)),
                number(request.getMinP(), model.minP(), 0),
                seed,
                maxTokens,
                minTokens(request, maxTokens),
                or(request.getStop(), model.rules().stopStrings()),
                Set.copyOf(or(request.getStopTokenIds(), List.of())),
                or(request.getIgnoreEos(), false),
                rules(request, badWords),
                request.getLogprobs() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(request.getLogprobs()));
    }

    /** What the model says gives way to what the request says of its length. */
    private int minTokens(GenerationRequest request, int maxTokens) {
        return request.getMinTokens() != null
                ? request.getMinTokens()
                : Math.min(model.rules().minNewTokens().orElse(0), maxTokens);
    }

    private LogitRules rules(GenerationRequest request, List<List<Integer>> badWords) {
        return new LogitRules(
                or(request.getRepetitionPenalty(), model.repetitionPenalty().orElse(1)),
                or(request.getPresencePenalty(), 0.0),
                or(request.getFrequencyPenalty(), 0.0),
                LogitRules.biasByTokenId(or(request.getLogitBias(), Map.of())),
                Set.copyOf(or(request.getAllowedTokenIds(), List.of())),
                Set.copyOf(or(request.getBannedTokenIds(), model.rules().suppressTokens())),
                request.getBadWords() == null ? model.rules().badWordsIds() : badWords);
    }

    int maxTokens(GenerationRequest request) {
        if (request.getMaxTokens() != null) {
            return request.getMaxTokens();
        }
        return jobsMaxTokens == ChainSettings.MODELS_MAX_TOKENS
                ? model.maxNewTokens().orElse(DEFAULT_MAX_TOKENS)
                : jobsMaxTokens;
    }

    /** The request's seed, or one that depends on nothing but its id. */
    long seed(GenerationRequest request) {
        Long seed = request.getSeed();
        if (seed != null) {
            return seed;
        }
        byte[] id = request.getRequestId().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(id).getMostSignificantBits();
    }

    private static double number(Double own, OptionalDouble models, double builtIn) {
        return own != null ? own : models.orElse(builtIn);
    }

    private static <T> T or(T own, T otherwise) {
        return Optional.ofNullable(own).orElse(otherwise);
    }
}
