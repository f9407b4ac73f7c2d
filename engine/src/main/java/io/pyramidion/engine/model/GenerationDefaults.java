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

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What {@code generation_config.json} proposes for requests that say nothing themselves. As in
 * transformers, the sampling values of the file count only where it sets {@code do_sample} to true;
 * otherwise the model is meant to decode greedily and all four are empty, but for a temperature of
 * 0 where the file itself says {@code false}. A value that the file leaves out is empty, not
 * transformers' built-in default.
 *
 * @param eosTokenIds tokens that end a text: the file's, or else those of {@code config.json}
 * @param doSample whether the model is meant to be sampled from
 * @param temperature above 0 means chance; 0 or empty unless {@code doSample}
 * @param topP nucleus probability, in [0, 1]; empty unless {@code doSample}
 * @param topK likeliest tokens kept, 0 keeps all; empty unless {@code doSample}
 * @param minP minimum relative probability, in [0, 1]; empty unless {@code doSample}
 * @param maxNewTokens maximum number of tokens to generate
 * @param repetitionPenalty factor against tokens in prompt or output, 0.01 to 100
 * @param rules which tokens are drawn, and where a text ends
 */
public record GenerationDefaults(
        List<Integer> eosTokenIds,
        boolean doSample,
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalInt topK,
        OptionalDouble minP,
        OptionalInt maxNewTokens,
        OptionalDouble repetitionPenalty,
        GenerationRules rules) {

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
                    OptionalDouble.empty(),
                    GenerationRules.NONE);

    private static final Logger LOG = LoggerFactory.getLogger(GenerationDefaults.class);

    /** Settings by which transformers changes texts and which have no effect here. */
    private static final Map<String, Predicate<JsonNode>> WITHOUT_EFFECT =
            Map.ofEntries(
                    Map.entry("begin_suppress_tokens", GenerationDefaults::isGiven),
                    Map.entry("force_words_ids", GenerationDefaults::isGiven),
                    Map.entry("sequence_bias", GenerationDefaults::isGiven),
                    Map.entry("forced_bos_token_id", GenerationDefaults::isGiven),
                    Map.entry("forced_eos_token_id", GenerationDefaults::isGiven),
                    Map.entry("exponential_decay_length_penalty", GenerationDefaults::isGiven),
                    Map.entry("watermarking_config", GenerationDefaults::isGiven),
                    Map.entry("max_time", GenerationDefaults::isGiven),
                    Map.entry("no_repeat_ngram_size", value -> value.doubleValue() > 0),
                    Map.entry("encoder_no_repeat_ngram_size", value -> value.doubleValue() > 0),
                    Map.entry("min_length", value -> value.doubleValue() > 0),
                    Map.entry("num_beams", value -> value.doubleValue() > 1),
                    Map.entry("penalty_alpha", value -> value.doubleValue() > 0),
                    Map.entry("typical_p", value -> value.doubleValue() < 1),
                    Map.entry("epsilon_cutoff", value -> value.doubleValue() > 0),
                    Map.entry("eta_cutoff", value -> value.doubleValue() > 0),
                    Map.entry("guidance_scale", value -> value.doubleValue() != 1),
                    Map.entry("encoder_repetition_penalty", value -> value.doubleValue() != 1));

    /** Settings of chance: without {@code do_sample} transformers does not use them either. */
    private static final Set<String> OF_SAMPLING =
            Set.of("typical_p", "epsilon_cutoff", "eta_cutoff");

    public GenerationDefaults {
        eosTokenIds = List.copyOf(eosTokenIds);
    }

    static GenerationDefaults read(Path file, DecoderConfig config) {
        JsonSettings json = JsonSettings.readIfPresent(file);
        List<Integer> eos = json.tokenIds("eos_token_id", config.vocabSize());
        boolean doSample = json.flag("do_sample", false);
        List<String> withoutEffect = withoutEffect(json, doSample);
        if (!withoutEffect.isEmpty()) {
            LOG.warn(
                    "{} sets {}, by which transformers changes texts; here that has no effect",
                    file,
                    String.join(", ", withoutEffect));
        }
        List<Integer> ends = eos.isEmpty() ? config.eosTokenIds() : eos;
        boolean greedy = json.has("do_sample") && !doSample;
        return new GenerationDefaults(
                ends,
                doSample,
                greedy ? OptionalDouble.of(0) : number(json, doSample, "temperature", 100),
                number(json, doSample, "top_p", 1),
                doSample ? json.whole("top_k", 0) : OptionalInt.empty(),
                number(json, doSample, "min_p", 1),
                json.whole("max_new_tokens", 1),
                json.number("repetition_penalty", 0.01, 100),
                GenerationRules.read(json, config.vocabSize(), ends));
    }

    /** The names of settings that would change a text and do not, sorted. */
    static List<String> withoutEffect(JsonSettings json, boolean doSample) {
        List<String> names = new ArrayList<>();
        WITHOUT_EFFECT.forEach(
                (name, changes) -> {
                    if (json.has(name)
                            && changes.test(json.node().get(name))
                            && (doSample || !OF_SAMPLING.contains(name))) {
                        names.add(name);
                    }
                });
        if (json.has("max_length") && !json.has("max_new_tokens")) {
            names.add("max_length");
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isContainerNode() || !value.isEmpty();
    }

    private static OptionalDouble number(
            JsonSettings json, boolean doSample, String key, double max) {
        return doSample ? json.number(key, 0, max) : OptionalDouble.empty();
    }
}
