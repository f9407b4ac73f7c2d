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
package io.pyramidion.job.kafka;

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrokerCheckTest {

    private static final Settings SETTINGS =
            SettingsLoader.load("--kafka.bootstrap-servers=127.0.0.1:9", "--model.target=m");

    @Test
    void acceptsADeltaTopicThatTakesAnyDelta() {
        TopicLimit deltas = new TopicLimit("deltas", 77_824);

        assertThatCode(() -> deltas.requireAtLeast(KafkaLimits.LARGEST_DELTA, "deltas"))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesADeltaTopicThatCouldRefuseADelta() {
        TopicLimit deltas = new TopicLimit("deltas", 77_823);

        assertThatThrownBy(() -> deltas.requireAtLeast(KafkaLimits.LARGEST_DELTA, "deltas"))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "max.message.bytes of topic deltas is 77823; allowed: at least 77824, for"
                                + " deltas");
    }

    @Test
    void limitsResultsToWhatTheirTopicTakes() {
        assertThat(limited(16_384).get(KafkaOptions.RESULT_MAX_BYTES))
                .isEqualTo(new MemorySize(16_384));
        assertThat(limited(Integer.MAX_VALUE).get(KafkaOptions.RESULT_MAX_BYTES))
                .isEqualTo(MemorySize.ofMebiBytes(1024));
    }

    @Test
    void blamesATopicThatTakesTooLittleAndNotAnOptionThatNobodySet() {
        assertThatThrownBy(() -> limited(16_383))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "max.message.bytes of topic answers is 16383; allowed: at least 16384, for"
                                + " results");
    }

    @Test
    void asksNoTopicAboutALimitThatIsGiven() {
        Settings given = SETTINGS.with(KafkaOptions.RESULT_MAX_BYTES, new MemorySize(20_000));

        Settings limited =
                BrokerCheck.withLimit(
                        given,
                        KafkaOptions.RESULT_MAX_BYTES,
                        () -> {
                            throw new AssertionError("asked");
                        },
                        "results");

        assertThat(limited.get(KafkaOptions.RESULT_MAX_BYTES)).isEqualTo(new MemorySize(20_000));
    }

    private static Settings limited(long topicBytes) {
        return BrokerCheck.withLimit(
                SETTINGS,
                KafkaOptions.RESULT_MAX_BYTES,
                () -> Optional.of(new TopicLimit("answers", topicBytes)),
                "results");
    }
}
