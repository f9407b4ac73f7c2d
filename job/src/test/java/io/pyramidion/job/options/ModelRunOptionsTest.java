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
package io.pyramidion.job.options;

import io.pyramidion.operators.settings.EngineOptions;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelRunOptionsTest {

    @Test
    void readsTheJobsOptionsWithTheJobsDefaults() {
        Settings settings =
                ModelRunOptions.read(Map.of("model.target", "/m/big", "engine.max-running", "4"));

        assertThat(settings.get(EngineOptions.MAX_RUNNING)).isEqualTo(4);
        assertThat(settings.get(EngineOptions.PREFILL_TOKENS)).isEqualTo(256);
        assertThat(settings.requestLimits().model()).isEqualTo("big");
        assertThat(settings.requestLimits().speculators()).isEmpty();
    }

    @Test
    void refusesWhatTheJobRefuses() {
        assertThatThrownBy(() -> ModelRunOptions.read(Map.of()))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("pyramidion.model.target is missing");
        assertThatThrownBy(
                        () ->
                                ModelRunOptions.read(
                                        Map.of(
                                                "model.target",
                                                "/m",
                                                "model.draft-weights",
                                                "int8")))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "pyramidion.model.draft-weights is int8; allowed: no value, unless"
                                + " pyramidion.model.draft is set");
        assertThatThrownBy(
                        () ->
                                ModelRunOptions.read(
                                        Map.of(
                                                "model.target", "/m",
                                                "engine.context", "100",
                                                "engine.default-max-tokens", "100")))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "pyramidion.engine.default-max-tokens is 100; allowed: less than"
                                + " pyramidion.engine.context, which is 100");
    }

    @Test
    void knowsAKeyByItsShortAndItsFullName() {
        assertThat(ModelRunOptions.find("model.target")).contains("model.target");
        assertThat(ModelRunOptions.find("pyramidion.model.target")).contains("model.target");
        assertThat(ModelRunOptions.find("kafka.group-id")).isEmpty();
        assertThat(ModelRunOptions.find("engine.max-waiting")).isEmpty();
    }
}
