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
package io.pyramidion.engine.model;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What {@code generation_config.json} proposes for requests that say nothing themselves. As in
 * transformers, the sampling values of the file count only where it sets {@code do_sample} to true;
 * otherwise the model is meant to decode greedily and all four are empty. A value that the file
 * leaves out is empty, not transformers' built-in default.
 *
 * @param eosTokenIds tokens that end a text: the file's, or else those of {@code config.json}
 * @param doSample whether the model is meant to be sampled from
 * @param temperature above 0 means chance; empty unless {@code doSample}
 * @param topP nucleus probability, in [0, 1]; empty unless {@code doSample}
 * @param topK likeliest tokens kept, 0 keeps all; empty unless {@code doSample}
 * @param minP minimum relative probability, in [0, 1]; empty unless {@code doSample}
 * @param maxNewTokens maximum number of tokens to generate
 * @param repetitionPenalty factor against tokens in prompt or output, 0.01 to 100
 */
public record GenerationDefaults(
        List<Integer> eosTokenIds,
        boolean doSample,
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalInt topK,
        OptionalDouble minP,
        OptionalInt maxNewTokens,
        OptionalDouble repetitionPenalty) {

    /** What a model says that says nothing. */
    public static final GenerationDefaults NONE =
            new GenerationDefaults(
                    List.of(),
                    false,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    OptionalDouble.empty());

    public GenerationDefaults {
        eosTokenIds = List.copyOf(eosTokenIds);
    }

    static GenerationDefaults read(Path file, DecoderConfig config) {
        JsonSettings json = JsonSettings.readIfPresent(file);
        List<Integer> eos = json.tokenIds("eos_token_id", config.vocabSize());
        boolean doSample = json.flag("do_sample", false);
        return new GenerationDefaults(
                eos.isEmpty() ? config.eosTokenIds() : eos,
                doSample,
                number(json, doSample, "temperature", 100),
                number(json, doSample, "top_p", 1),
                topK(json, doSample),
                number(json, doSample, "min_p", 1),
                json.has("max_new_tokens")
                        ? OptionalInt.of(json.count("max_new_tokens"))
                        : OptionalInt.empty(),
                json.number("repetition_penalty", 0.01, 100));
    }

    private static OptionalDouble number(
            JsonSettings json, boolean doSample, String key, double max) {
        return doSample ? json.number(key, 0, max) : OptionalDouble.empty();
    }

    private static OptionalInt topK(JsonSettings json, boolean doSample) {
        OptionalDouble value = number(json, doSample, "top_k", Integer.MAX_VALUE);
        return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsDouble());
    }
}
