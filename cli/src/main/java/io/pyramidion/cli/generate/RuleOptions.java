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

import io.pyramidion.schemas.GenerationRequest;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logit rules of {@code generate}, by the names of the OpenAI API and vLLM. */
final class RuleOptions {

    @Option(
            names = "--repetition-penalty",
            paramLabel = "F",
            description =
                    "Factor that penalizes tokens in prompt or text (default: the model's, else 1).")
    private Optional<Double> repetition = Optional.empty();

    @Option(
            names = "--presence-penalty",
            defaultValue = "0",
            paramLabel = "P",
            description = "Subtracted from the logits of tokens in the text, -2 to 2.")
    private double presence;

    @Option(
            names = "--frequency-penalty",
            defaultValue = "0",
            paramLabel = "P",
            description = "Subtracted once for each time that a token occurs in the text, -2 to 2.")
    private double frequency;

    @Option(
            names = "--logit-bias",
            paramLabel = "ID=BIAS",
            description = "Added to the logit of a token, -100 to 100; repeatable.")
    private Map<String, Double> bias = new HashMap<>();

    @Option(
            names = "--allowed-token-ids",
            split = ",",
            paramLabel = "ID",
            description = "The only token ids that may be drawn.")
    private List<Integer> allowed = new ArrayList<>();

    @Option(
            names = "--banned-token-ids",
            split = ",",
            paramLabel = "ID",
            description = "Token ids that are never drawn (default: the model's).")
    private List<Integer> banned = new ArrayList<>();

    @Option(
            names = "--bad-words",
            paramLabel = "TEXT",
            description = "A text that must not be generated; repeatable (default: the model's).")
    private List<String> badWords = new ArrayList<>();

    void addTo(GenerationRequest request) {
        request.setRepetitionPenalty(repetition.orElse(null));
        request.setPresencePenalty(presence);
        request.setFrequencyPenalty(frequency);
        request.setLogitBias(bias);
        request.setAllowedTokenIds(allowed.isEmpty() ? null : allowed);
        request.setBannedTokenIds(banned.isEmpty() ? null : banned);
        request.setBadWords(badWords.isEmpty() ? null : badWords);
    }
}
