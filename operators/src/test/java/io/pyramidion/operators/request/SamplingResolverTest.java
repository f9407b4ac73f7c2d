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

import io.pyramidion.engine.model.GenerationDefaults;
import io.pyramidion.engine.model.GenerationRules;
import io.pyramidion.engine.sampling.LogitRules;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.schemas.GenerationRequest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

import static io.pyramidion.operators.settings.ChainSettings.MODELS_MAX_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

class SamplingResolverTest {

    private static final GenerationDefaults SAMPLING =
            new GenerationDefaults(
                    List.of(3),
                    true,
                    OptionalDouble.of(0.6),
                    OptionalDouble.of(0.9),
                    OptionalInt.of(40),
                    OptionalDouble.of(0.05),
                    OptionalInt.of(7),
                    OptionalDouble.of(1.1),
                    GenerationRules.NONE);

    private static final LogitRules MODELS_PENALTY = LogitRules.NONE.withPenalties(1.1, 0, 0);

    @Test
    void prefersTheRequestsOwnValues() {
        GenerationRequest request = request();
        request.setTemperature(0.1);
        request.setTopP(0.2);
        request.setTopK(3);
        request.setMinP(0.4);
        request.setMaxTokens(5);

        assertThat(new SamplingResolver(SAMPLING, 64).resolve(request, 6, List.of()))
                .isEqualTo(parameters(0.1, 0.2, 3, 0.4, 6, 5).withRules(MODELS_PENALTY));
    }

    @Test
    void takesTheJobsLimitAndOtherwiseTheModelsValues() {
        assertThat(new SamplingResolver(SAMPLING, 64).resolve(request(), 6, List.of()))
                .isEqualTo(parameters(0.6, 0.9, 40, 0.05, 6, 64).withRules(MODELS_PENALTY));
    }

    @Test
    void takesTheModelsLimitWhereTheJobSetsNoneAndOtherwise256() {
        assertThat(new SamplingResolver(SAMPLING, MODELS_MAX_TOKENS).maxTokens(request()))
                .isEqualTo(7);
        assertThat(
                        new SamplingResolver(GenerationDefaults.NONE, MODELS_MAX_TOKENS)
                                .maxTokens(request()))
                .isEqualTo(256);
    }

    @Test
    void samplesAtTemperatureOneWhereNobodySaysOtherwise() {
        assertThat(
                        new SamplingResolver(GenerationDefaults.NONE, 64)
                                .resolve(request(), 0, List.of()))
                .isEqualTo(parameters(1, 1, 0, 0, 0, 64));
    }

    @Test
    void derivesASeedFromTheRequestsIdAlone() {
        SamplingResolver resolver = new SamplingResolver(GenerationDefaults.NONE, 64);
        GenerationRequest same = request();
        same.setTemperature(1.0);
        GenerationRequest other = request();
        other.setRequestId("other");

        // Fixed: a savepoint of an older version must give the same texts.
        assertThat(resolver.seed(request())).isEqualTo(1177475279613801891L);
        assertThat(resolver.seed(same)).isEqualTo(resolver.seed(request()));
        assertThat(resolver.seed(other)).isNotEqualTo(resolver.seed(request()));
    }

    private static GenerationRequest request() {
        GenerationRequest request = new GenerationRequest();
        request.setRequestId("request");
        return request;
    }

    private static SamplingParameters parameters(
            double temperature, double topP, int topK, double minP, long seed, int maxTokens) {
        return new SamplingParameters(
                temperature, topP, topK, minP, seed, maxTokens, 0, List.of(), Set.of(), false);
    }
}
