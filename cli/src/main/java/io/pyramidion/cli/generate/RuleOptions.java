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

import io.pyramidion.engine.Pyramid;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.tokenizer.BadWords;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The logit rules of {@code generate}, by the names of the OpenAI API and vLLM. */
final class RuleOptions {

    @Option(
            names = "--repetition-penalty",
            paramLabel = "F",
            description = "Factor against tokens in prompt or text (default: the model's, else 1).")
    private Optional<Double> repetition = Optional.empty();

    @Option(
            names = "--presence-penalty",
            defaultValue = "0",
            paramLabel = "P",
            description = "Taken from logits of tokens in the text, -2 to 2.")
    private double presence;

    @Option(
            names = "--frequency-penalty",
            defaultValue = "0",
            paramLabel = "P",
            description = "The same for each time that it is in the text, -2 to 2.")
    private double frequency;

    @Option(
            names = "--logit-bias",
            paramLabel = "ID=BIAS",
            description = "Added to the logit of a token, -100 to 100; repeatable.")
    private Map<Integer, Double> bias = new HashMap<>();

    @Option(
            names = "--allowed-token-ids",
            split = ",",
            paramLabel = "ID",
            description = "The only token ids that may be drawn.")
    private Set<Integer> allowed = new HashSet<>();

    @Option(
            names = "--banned-token-ids",
            split = ",",
            paramLabel = "ID",
            description = "Token ids that are never drawn.")
    private Set<Integer> banned = new HashSet<>();

    @Option(
            names = "--bad-words",
            paramLabel = "TEXT",
            description = "A text that is not generated; repeatable.")
    private List<String> badWords = new ArrayList<>();

    LogitRules rules(Pyramid pyramid) {
        return new LogitRules(
                repetition.orElse(pyramid.generationDefaults().repetitionPenalty().orElse(1)),
                presence,
                frequency,
                bias,
                allowed,
                banned,
                BadWords.spellings(pyramid.tokenizer(), badWords));
    }
}
