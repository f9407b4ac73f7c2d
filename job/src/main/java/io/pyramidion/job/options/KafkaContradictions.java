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

import io.pyramidion.operators.settings.BoundedOption;
import org.apache.flink.configuration.Configuration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses Kafka options that are fine by themselves but not together or not for this job. */
final class KafkaContradictions {

    private static final List<BoundedOption<String>> TOPICS =
            List.of(
                    KafkaOptions.REQUEST_TOPIC,
                    KafkaOptions.RESULT_TOPIC,
                    KafkaOptions.DELTA_TOPIC,
                    KafkaOptions.DEAD_LETTER_TOPIC);

    /** Client settings that the job sets itself, each with the options that it follows. */
    private static final Map<String, String> OWNED_PROPERTIES =
            Map.of(
                    "bootstrap.servers", KafkaOptions.BOOTSTRAP_SERVERS.key(),
                    "group.id", KafkaOptions.GROUP_ID.key(),
                    "transactional.id", KafkaOptions.TRANSACTIONAL_ID_PREFIX.key(),
                    "transaction.timeout.ms", KafkaOptions.TRANSACTION_TIMEOUT.key(),
                    "auto.offset.reset", KafkaOptions.STARTING_OFFSETS.key(),
                    "max.request.size",
                            KafkaOptions.RESULT_MAX_BYTES.key()
                                    + " or "
                                    + KafkaOptions.DEAD_LETTER_MAX_BYTES.key());

    private static final Set<String> FIXED_PROPERTIES =
            Set.of(
                    "key.serializer",
                    "value.serializer",
                    "key.deserializer",
                    "value.deserializer",
                    "enable.auto.commit",
                    "enable.idempotence",
                    "isolation.level",
                    "acks");

    private KafkaContradictions() {}

    static void check(Configuration options) {
        checkTopics(options);
        checkFormOfProperties(options.toMap().keySet());
        checkProperties(KafkaOptions.PROPERTIES.get(options));
    }

    private static void checkTopics(Configuration options) {
        Map<String, String> uses = new HashMap<>();
        for (BoundedOption<String> option : TOPICS) {
            String topic = option.get(options);
            String other = uses.put(topic, option.key());
            if (other != null) {
                throw refused(option, topic, "a topic other than that of " + other);
            }
        }
        String requests = KafkaOptions.REQUEST_TOPIC.get(options);
        if (KafkaOptions.REPLY_TOPICS.get(options).contains(requests)) {
            throw refused(
                    KafkaOptions.REPLY_TOPICS,
                    requests,
                    "topics other than that of " + KafkaOptions.REQUEST_TOPIC.key());
        }
    }

    /** Given both ways, Flink takes the whole map and drops the rest in silence. */
    private static void checkFormOfProperties(Set<String> keys) {
        String whole = KafkaOptions.PROPERTIES.key();
        if (keys.contains(whole) && keys.stream().anyMatch(key -> key.startsWith(whole + "."))) {
            throw new OptionException(
                    whole
                            + " is given both as a map and by single names; allowed: one of the"
                            + " two");
        }
    }

    private static void checkProperties(Map<String, String> properties) {
        properties.forEach(
                (name, value) -> {
                    if (OWNED_PROPERTIES.containsKey(name)) {
                        throw refused(name, value, "set " + OWNED_PROPERTIES.get(name));
                    }
                    if (FIXED_PROPERTIES.contains(name)) {
                        throw refused(name, value, "the job sets it itself");
                    }
                });
    }

    private static OptionException refused(String name, String value, String why) {
        return new OptionException(
                "%s.%s is %s; allowed: no value here; %s"
                        .formatted(KafkaOptions.PROPERTIES.key(), name, value, why));
    }

    private static OptionException refused(BoundedOption<?> option, String value, String allowed) {
        return new OptionException(option.refusal(value, allowed));
    }
}
