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
package io.pyramidion.operators.generation;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.tokenizer.BadWords;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.schemas.GenerationRequest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Completes a request's logit rules: its own values, else the model's {@code
 * generation_config.json}, else none.
 */
final class RuleResolver {

    private final GenerationDefaults model;
    private final Tokenizer tokenizer;

    /**
     * @param tokenizer finds the tokens of bad words; stays its caller's
     */
    RuleResolver(GenerationDefaults model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * @throws InvalidRequestException naming the first field out of its limits
     */
    LogitRules resolve(GenerationRequest request) {
        return new LogitRules(
                or(request.getRepetitionPenalty(), model.repetitionPenalty().orElse(1)),
                or(request.getPresencePenalty(), 0.0),
                or(request.getFrequencyPenalty(), 0.0),
                LogitRules.biasByTokenId(or(request.getLogitBias(), Map.of())),
                Set.copyOf(or(request.getAllowedTokenIds(), List.of())),
                Set.copyOf(or(request.getBannedTokenIds(), List.of())),
                BadWords.spellings(tokenizer, or(request.getBadWords(), List.of())));
    }

    private static <T> T or(T own, T otherwise) {
        return Optional.ofNullable(own).orElse(otherwise);
    }
}
