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

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.operators.settings.SpeculationSettings;

import java.io.Serializable;
import java.util.Set;

/**
 * What the job offers, as far as a request can be checked against it without a model.
 *
 * @param model name of the model that the job runs
 * @param speculators models that may speculate: any but the target
 * @param speculation how far a request's {@code speculation} may go
 * @param defaultMaxTokens {@code max_tokens} of a request that does not set it, or {@link
 *     io.pyramidion.operators.settings.ChainSettings#MODELS_MAX_TOKENS}
 */
public record RequestLimits(
        String model,
        Set<ModelRole> speculators,
        SpeculationSettings speculation,
        int defaultMaxTokens)
        implements Serializable {

    public RequestLimits {
        speculators = Set.copyOf(speculators);
    }
}
