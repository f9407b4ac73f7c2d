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
package io.pyramidion.cli.generate;

import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.operators.request.SamplingCheck;
import io.pyramidion.operators.request.SamplingResolver;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.GenerationRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sampling options of {@code generate}, by the names of the OpenAI API and vLLM. What is left
 * out comes from the model's generation_config.json, then from here.
 */
final class SamplingOptions {

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 is greedy (default: the model's, else 1).")
    private Optional<Double> temperature = Optional.empty();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Nucleus probability (default: the model's, else 1).")
    private Optional<Double> topP = Optional.empty();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description =
                    "Number of likeliest tokens to keep; 0 keeps all (default: the model's, else 0).")
    private Optional<Integer> topK = Optional.empty();

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description =
                    "Minimum probability, relative to the likeliest token's (default: the model's, else 0).")
    private Optional<Double> minP = Optional.empty();

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "S",
            description = "Seed of the noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Maximum number of tokens to generate (default: the model's, else 256).")
    private Optional<Integer> maxTokens = Optional.empty();

    @Option(
            names = "--min-tokens",
            paramLabel = "N",
            description =
                    "Minimum number of tokens before anything ends the text (default: the model's, else 0).")
    private Optional<Integer> minTokens = Optional.empty();

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "Text that ends generation; repeatable (default: the model's).")
    private List<String> stop = new ArrayList<>();

    @Option(
            names = "--stop-token-ids",
            split = ",",
            paramLabel = "ID",
            description = "Token ids that end generation.")
    private List<Integer> stopTokenIds = new ArrayList<>();

    @Option(names = "--ignore-eos", description = "Continue past the model's end tokens.")
    private boolean ignoreEos;

    @Option(
            names = "--logprobs",
            paramLabel = "K",
            description =
                    "Report the log-probability of each token and of the K likeliest, 0 to 20; needs"
                            + " --json.")
    private Optional<Integer> logprobs = Optional.empty();

    @Mixin private RuleOptions rules;

    /**
     * The parameters, made of a request as the job makes them.
     *
     * @param model what the model says where the options say nothing
     * @param spell the tokens that spell bad words
     */
    SamplingParameters parameters(
            GenerationDefaults model, Function<List<String>, List<List<Integer>>> spell) {
        return parameters(request(), model, spell);
    }

    /** The parameters of a request that has its seed. */
    static SamplingParameters parameters(
            GenerationRequest request,
            GenerationDefaults model,
            Function<List<String>, List<List<Integer>>> spell) {
        SamplingCheck.check(request);
        List<String> words = request.getBadWords() == null ? List.of() : request.getBadWords();
        return new SamplingResolver(model, ChainSettings.MODELS_MAX_TOKENS)
                .resolve(request, request.getSeed(), spell.apply(words));
    }

    /** What the options say, as the fields of a request; null where they say nothing. */
    GenerationRequest request() {
        GenerationRequest request = new GenerationRequest();
        request.setTemperature(temperature.orElse(null));
        request.setSeed(seed);
        request.setTopP(topP.orElse(null));
        request.setTopK(topK.orElse(null));
        request.setMinP(minP.orElse(null));
        request.setMaxTokens(maxTokens.orElse(null));
        request.setMinTokens(minTokens.orElse(null));
        request.setStop(stop.isEmpty() ? null : stop);
        request.setStopTokenIds(stopTokenIds);
        request.setIgnoreEos(ignoreEos);
        request.setLogprobs(logprobs.orElse(null));
        rules.addTo(request);
        return request;
    }
}
