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
package io.pyramidion.cli.kafka;

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.ValueFormat;

import java.util.HashMap;
import java.util.Map;

/**
 * The Kafka topics of a job, and how to reach and read them.
 *
 * @param bootstrapServers addresses of the brokers
 * @param requests topic that requests are sent to
 * @param results topic that results come from
 * @param deltas topic that token deltas come from
 * @param deadLetters topic that refused records come from
 * @param format format of requests, results and deltas
 * @param clientProperties settings of the Kafka clients beside the addresses
 */
public record Topics(
        String bootstrapServers,
        String requests,
        String results,
        String deltas,
        String deadLetters,
        ValueFormat format,
        Map<String, String> clientProperties) {

    public static Topics of(Settings settings) {
        return new Topics(
                settings.get(KafkaOptions.BOOTSTRAP_SERVERS),
                settings.get(KafkaOptions.REQUEST_TOPIC),
                settings.get(KafkaOptions.RESULT_TOPIC),
                settings.get(KafkaOptions.DELTA_TOPIC),
                settings.get(KafkaOptions.DEAD_LETTER_TOPIC),
                settings.get(KafkaOptions.VALUE_FORMAT),
                settings.get(KafkaOptions.PROPERTIES));
    }

    /** Settings for a Kafka client, with the given ones added. */
    Map<String, Object> client(Map<String, ?> more) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.putAll(more);
        return properties;
    }
}
