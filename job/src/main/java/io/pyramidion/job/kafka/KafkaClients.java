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
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.time.Duration;
import java.util.Properties;

/**
 * Settings of the job's Kafka clients. What the user passes through wins over what is set here, but
 * for how long the start waits for the broker.
 */
final class KafkaClients {

    private static final long MIN_BUFFER = 32L << 20;

    private KafkaClients() {}

    static Properties consumer(Settings settings) {
        Properties properties = new Properties();
        // An aborted request must not be served.
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return withUsers(properties, settings);
    }

    /**
     * @param maxBytes largest record that is sent
     */
    static Properties producer(Settings settings, long maxBytes) {
        Properties properties = new Properties();
        properties.setProperty(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Long.toString(Math.max(maxBytes, KafkaLimits.STANDARD_BYTES)));
        properties.setProperty(
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Long.toString(Math.max(2 * maxBytes, MIN_BUFFER)));
        return withUsers(properties, settings);
    }

    /**
     * @param patience how long a call may take: users' longer timeouts are for the job
     */
    static Properties admin(Settings settings, Duration patience) {
        Properties properties = withUsers(new Properties(), settings);
        properties.setProperty(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                settings.get(KafkaOptions.BOOTSTRAP_SERVERS));
        properties.setProperty(
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Long.toString(patience.toMillis()));
        properties.setProperty(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                Long.toString(patience.toMillis() / 3));
        return properties;
    }

    private static Properties withUsers(Properties properties, Settings settings) {
        settings.get(KafkaOptions.PROPERTIES).forEach(properties::setProperty);
        return properties;
    }
}
