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

import io.pyramidion.operators.request.SloClass;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ControlSettingsTest {

    @Test
    void theOptionsFillThem() throws Exception {
        Configuration options = new Configuration();
        options.setString("pyramidion.control.mode", "fixed");
        options.setString("pyramidion.control.interval", "1 s");
        options.setString("pyramidion.control.min-stay", "3 s");
        options.setString("pyramidion.control.max-candidates", "7");
        options.setString("pyramidion.control.interactive-wait", "4 s");
        options.setString("pyramidion.control.standard-wait", "5 s");
        options.setString("pyramidion.control.shed-classes", "batch;standard");
        options.setString("pyramidion.control.profile-time", "0 s");

        ControlSettings settings = InstantiationUtil.clone(ControlSettings.of(options));

        assertThat(settings)
                .isEqualTo(
                        new ControlSettings(
                                ControlMode.FIXED,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(3),
                                7,
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                List.of("batch", "standard"),
                                Duration.ZERO,
                                ControlSettings.ONLY_CHAIN));
    }

    @Test
    void aJobIsAdaptiveUnlessItSaysOtherwise() {
        ControlSettings standard = ControlSettings.of(new Configuration());

        assertThat(standard).isEqualTo(ControlSettings.standard(ControlMode.ADAPTIVE));
        assertThat(standard.isOn()).isTrue();
        assertThat(ControlSettings.OFF.isOn()).isFalse();
    }

    @Test
    void itsOtherTimesFollowTheInterval() {
        Configuration options = new Configuration();
        options.setString("pyramidion.control.interval", "2 s");

        ControlSettings settings = ControlSettings.of(options);

        assertThat(settings.minStay()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.reportInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.probeInterval()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void candidatesAreAtLeastThoseOfTheOptionsUnlessTheyAreGiven() {
        Configuration options = new Configuration();
        options.setString("pyramidion.speculation.qualifier-length", "20");

        assertThat(ControlSettings.of(options).maxCandidates()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "min-stay: 200 ms | control.min-stay is 200 ms; allowed: at least"
                        + " pyramidion.control.interval, which is 500 ms",
                "standard-wait: 1 s | control.standard-wait is 1 s; allowed: at least"
                        + " pyramidion.control.interactive-wait, which is 2 s",
                "max-candidates: 3 | control.max-candidates is 3; allowed: at least"
                        + " pyramidion.speculation.qualifier-length, which is 4",
                "shed-classes: urgent | control.shed-classes is urgent; allowed: any of"
                        + " interactive, standard, batch, separated by semicolons",
            })
    void contradictionsAreRefusedByName(String given, String message) {
        String[] option = given.split(": ");
        Configuration options = new Configuration();
        options.setString("pyramidion.control." + option[0], option[1]);

        assertThatThrownBy(() -> ControlSettings.of(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pyramidion." + message);
    }

    @Test
    void knowsTheClassesThatRequestsHave() {
        assertThat(ControlOptions.CLASSES)
                .isEqualTo(Arrays.stream(SloClass.values()).map(SloClass::wireName).toList());
    }
}
