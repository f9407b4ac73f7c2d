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
package io.pyramidion.operators.settings;

import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.speculation.SpeculationMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChainSettingsTest {

    @Test
    void travelsToTheTaskManagersWithItsModels() throws Exception {
        ChainSettings settings =
                new ChainSettings(
                        models("tales"),
                        new BatchSettings(8, 0, 1 << 20, 512, 64),
                        SpeculationSettings.lossless(SpeculationMode.EXACT, 3, 6),
                        new SessionSettings(Duration.ofHours(1), 10, SessionOverflow.REFUSE),
                        new RequestSettings(
                                Duration.ofSeconds(1),
                                RequestSettings.UNLIMITED,
                                Duration.ofMinutes(1),
                                16),
                        64,
                        ControlSettings.OFF,
                        TracingSettings.OFF);

        ChainSettings arrived = InstantiationUtil.clone(settings);

        assertThat(arrived.models().pyramid())
                .isEqualTo(
                        new PyramidSpec(
                                Path.of("/models/target"),
                                Optional.empty(),
                                Optional.of(Path.of("/models/draft")),
                                RoleWeights.AUTO,
                                2));
        assertThat(arrived.batch()).isEqualTo(settings.batch());
        assertThat(arrived.sessions()).isEqualTo(settings.sessions());
    }

    @Test
    void theOptionsFillTheSettingsThatTheyAreBeside() {
        Configuration options = new Configuration();
        options.setString("pyramidion.model.target", "/models/target");
        options.setString("pyramidion.model.draft", "/models/draft");
        options.setString("pyramidion.model.target-weights", "float32");
        options.setString("pyramidion.model.draft-weights", "int8");
        options.setString("pyramidion.engine.threads", "2");
        options.setString("pyramidion.engine.max-running", "3");
        options.setString("pyramidion.engine.max-waiting", "4");
        options.setString("pyramidion.engine.kv-memory", "5 mb");
        options.setString("pyramidion.engine.context", "6");
        options.setString("pyramidion.engine.prefill-tokens", "7");
        options.setString("pyramidion.engine.aging", "8 s");
        options.setString("pyramidion.engine.max-queue-time", "9 s");
        options.setString("pyramidion.engine.duplicate-window", "10 s");
        options.setString("pyramidion.engine.duplicate-count", "11");
        options.setString("pyramidion.engine.default-max-tokens", "12");
        options.setString("pyramidion.session.ttl", "13 s");
        options.setString("pyramidion.session.max-messages", "14");
        options.setString("pyramidion.session.on-overflow", "truncate");
        options.setString("pyramidion.speculation.mode", "assisted");
        options.setString("pyramidion.speculation.allowed-mode", "fuzzy");
        options.setString("pyramidion.speculation.draft-length", "15");
        options.setString("pyramidion.speculation.qualifier-length", "16");
        options.setString("pyramidion.speculation.tau-qualifier", "0.17");
        options.setString("pyramidion.speculation.tau-target", "0.18");
        options.setString("pyramidion.speculation.divergence", "kl");
        options.setString("pyramidion.speculation.prompt-lookup", "true");
        options.setString("pyramidion.speculation.trace", "true");
        options.setString("pyramidion.control.max-candidates", "19");

        ChainSettings settings = ChainSettings.of(options);

        assertThat(settings.models().name()).isEqualTo("target");
        assertThat(settings.models().pyramid())
                .isEqualTo(
                        new PyramidSpec(
                                Path.of("/models/target"),
                                Optional.empty(),
                                Optional.of(Path.of("/models/draft")),
                                new RoleWeights(Precision.FLOAT32, Precision.AUTO, Precision.INT8),
                                2));
        assertThat(settings.batch()).isEqualTo(new BatchSettings(3, 4, 5 << 20, 6, 7));
        assertThat(settings.requests())
                .isEqualTo(
                        new RequestSettings(
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10),
                                11));
        assertThat(settings.sessions())
                .isEqualTo(
                        new SessionSettings(Duration.ofSeconds(13), 14, SessionOverflow.TRUNCATE));
        assertThat(settings.speculation())
                .isEqualTo(
                        new SpeculationSettings(
                                SpeculationMode.ASSISTED,
                                SpeculationMode.FUZZY,
                                15,
                                16,
                                0.17,
                                0.18,
                                Divergence.KL,
                                true,
                                19,
                                true));
        assertThat(settings.defaultMaxTokens()).isEqualTo(12);
    }

    @Test
    void oneOptionIsEnough() {
        Configuration options = new Configuration();
        options.setString("pyramidion.model.target", "/models/target");

        ChainSettings settings = ChainSettings.of(options);

        assertThat(settings.batch().contextTokens()).isEqualTo(BatchSettings.MODELS_CONTEXT);
        assertThat(settings.requests().maxQueueTime()).isEqualTo(RequestSettings.UNLIMITED);
        assertThatThrownBy(() -> ChainSettings.of(new Configuration()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "pyramidion.model.target is missing; allowed: a text that is not empty");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "pyramidion.model.draft-weights is int8; allowed: no value, unless"
                                + " pyramidion.model.draft is set",
                        () -> ModelSettings.of(weights("draft", "int8"))),
                mistake(
                        "pyramidion.model.qualifier-weights is auto; allowed: no value, unless"
                                + " pyramidion.model.qualifier is set",
                        () -> ModelSettings.of(weights("qualifier", "auto"))),
                mistake(
                        "pyramidion.engine.max-running is 0; allowed: a whole number, at least 1",
                        () -> new BatchSettings(0, 0, 1 << 20, 2, 1)),
                mistake(
                        "pyramidion.engine.max-waiting is -1; allowed: a whole number, at least 0",
                        () -> new BatchSettings(1, -1, 1 << 20, 2, 1)),
                mistake(
                        "pyramidion.engine.kv-memory is 1048575 bytes; allowed: a size of at least"
                                + " 1 mb, for example 256 mb",
                        () -> new BatchSettings(1, 0, (1 << 20) - 1, 2, 1)),
                mistake(
                        "pyramidion.engine.context is 1; allowed: a whole number, at least 2",
                        () -> new BatchSettings(1, 0, 1 << 20, 1, 1)),
                mistake(
                        "pyramidion.engine.prefill-tokens is 0; allowed: a whole number, at least"
                                + " 1",
                        () -> new BatchSettings(1, 0, 1 << 20, 2, 0)),
                mistake(
                        "pyramidion.speculation.draft-length is 65; allowed: a whole number, 1 to"
                                + " 64",
                        () -> SpeculationSettings.lossless(SpeculationMode.EXACT, 65, 1)),
                mistake(
                        "pyramidion.speculation.qualifier-length is 0; allowed: a whole number, 1"
                                + " to 64",
                        () -> SpeculationSettings.lossless(SpeculationMode.EXACT, 1, 0)),
                mistake(
                        "pyramidion.speculation.mode is fuzzy; allowed: at most"
                                + " pyramidion.speculation.allowed-mode, which is exact",
                        () -> SpeculationSettings.lossless(SpeculationMode.FUZZY, 1, 1)),
                mistake(
                        "pyramidion.speculation.tau-target is NaN; allowed: a number, at least 0",
                        () -> fuzzy(0.1, Double.NaN)),
                mistake(
                        "pyramidion.speculation.tau-qualifier is 0.3; allowed: at most"
                                + " pyramidion.speculation.tau-target, which is 0.2",
                        () -> fuzzy(0.3, 0.2)),
                mistake(
                        "pyramidion.session.ttl is 999 ms; allowed: a duration of at least 1 s, for"
                                + " example 1 h",
                        () ->
                                new SessionSettings(
                                        Duration.ofMillis(999), 2, SessionOverflow.REFUSE)),
                mistake(
                        "pyramidion.session.max-messages is 1; allowed: a whole number, at least 2",
                        () -> new SessionSettings(Duration.ofHours(1), 1, SessionOverflow.REFUSE)),
                mistake(
                        "pyramidion.model.name is  ; allowed: a text that is not empty",
                        () -> models(" ")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesFieldValueAndLimit(String message, ThrowingCallable mistake) {
        assertThatThrownBy(mistake)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static SpeculationSettings fuzzy(double tauQualifier, double tauTarget) {
        return new SpeculationSettings(
                SpeculationMode.FUZZY,
                SpeculationMode.FUZZY,
                1,
                1,
                tauQualifier,
                tauTarget,
                Divergence.JS,
                false,
                0,
                false);
    }

    private static ModelSettings models(String name) {
        return new ModelSettings(
                name,
                Path.of("/models/target"),
                Optional.empty(),
                Optional.of(Path.of("/models/draft")),
                RoleWeights.AUTO,
                2);
    }

    /** Options of a target alone that say something of another model's weights. */
    private static Configuration weights(String role, String type) {
        Configuration options = new Configuration();
        options.setString("pyramidion.model.target", "/models/target");
        options.setString("pyramidion.model." + role + "-weights", type);
        return options;
    }

    private static Arguments mistake(String message, ThrowingCallable mistake) {
        return Arguments.of(message, mistake);
    }
}
