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

import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class KafkaClientsTest {

    @Test
    void passesTheUsersPropertiesToEveryClient() {
        Settings settings = settings("--kafka.properties.client.rack=west");

        assertThat(KafkaClients.consumer(settings)).containsEntry("client.rack", "west");
        assertThat(KafkaClients.producer(settings, 1)).containsEntry("client.rack", "west");
        assertThat(KafkaClients.admin(settings, Duration.ofSeconds(1)))
                .containsEntry("client.rack", "west");
    }

    @Test
    void looksAtTheBrokerWhateverPatienceTheUsersClientsHave() {
        Settings patient = settings("--kafka.properties.request.timeout.ms=60000");

        assertThat(KafkaClients.producer(patient, 1)).containsEntry("request.timeout.ms", "60000");
        assertThatCode(
                        () ->
                                Admin.create(KafkaClients.admin(patient, Duration.ofSeconds(1)))
                                        .close(Duration.ZERO))
                .doesNotThrowAnyException();
    }

    private static Settings settings(String property) {
        return SettingsLoader.load(
                "--kafka.bootstrap-servers=127.0.0.1:9", "--model.target=m", property);
    }
}
