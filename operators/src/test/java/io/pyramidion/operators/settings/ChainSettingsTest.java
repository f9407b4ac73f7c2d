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

import io.pyramidion.engine.PyramidSpec;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.decoder.Precision;
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
                        64);

        ChainSettings arrived = InstantiationUtil.clone(settings);

        assertThat(arrived.models().pyramid())
                .isEqualTo(
                        new PyramidSpec(
                                Path.of("/models/target"),
                                Optional.empty(),
                                Optional.of(Path.of("/models/draft")),
                                Precision.AUTO,
                                2));
        assertThat(arrived.batch()).isEqualTo(settings.batch());
        assertThat(arrived.sessions()).isEqualTo(settings.sessions());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "engine.max-running is 0; allowed: at least 1",
                        () -> new BatchSettings(0, 0, 1, 2, 1)),
                mistake(
                        "engine.max-waiting is -1; allowed: at least 0",
                        () -> new BatchSettings(1, -1, 1, 2, 1)),
                mistake(
                        "engine.kv-memory is 0; allowed: at least 1",
                        () -> new BatchSettings(1, 0, 0, 2, 1)),
                mistake(
                        "engine.context is 1; allowed: at least 2",
                        () -> new BatchSettings(1, 0, 1, 1, 1)),
                mistake(
                        "engine.prefill-tokens is 0; allowed: at least 1",
                        () -> new BatchSettings(1, 0, 1, 2, 0)),
                mistake(
                        "speculation.draft-length is 65; allowed: 1 to 64",
                        () -> SpeculationSettings.lossless(SpeculationMode.EXACT, 65, 1)),
                mistake(
                        "speculation.qualifier-length is 0; allowed: 1 to 64",
                        () -> SpeculationSettings.lossless(SpeculationMode.EXACT, 1, 0)),
                mistake(
                        "speculation.mode is fuzzy; allowed: at most exact",
                        () -> SpeculationSettings.lossless(SpeculationMode.FUZZY, 1, 1)),
                mistake(
                        "speculation.tau-target is NaN; allowed: 0 and more",
                        () -> fuzzy(0.1, Double.NaN)),
                mistake(
                        "speculation.tau-qualifier is 0.3; allowed: at most"
                                + " speculation.tau-target, which is 0.2",
                        () -> fuzzy(0.3, 0.2)),
                mistake(
                        "session.ttl is PT0S; allowed: at least 1 ms",
                        () -> new SessionSettings(Duration.ZERO, 1, SessionOverflow.REFUSE)),
                mistake(
                        "session.max-messages is 0; allowed: at least 1",
                        () -> new SessionSettings(Duration.ofHours(1), 0, SessionOverflow.REFUSE)),
                mistake("model.name is blank; allowed: any other text", () -> models(" ")));
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
                false);
    }

    private static ModelSettings models(String name) {
        return new ModelSettings(
                name,
                Path.of("/models/target"),
                Optional.empty(),
                Optional.of(Path.of("/models/draft")),
                Precision.AUTO,
                2);
    }

    private static Arguments mistake(String message, ThrowingCallable mistake) {
        return Arguments.of(message, mistake);
    }
}
