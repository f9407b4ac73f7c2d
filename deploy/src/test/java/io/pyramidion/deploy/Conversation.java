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
package io.pyramidion.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.local.LocalBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sends the same requests under several names and reads what comes back, as JSON, as any client
 * would. Classes and objectives differ, and half of the requests always speculate, so that every
 * metric counts something.
 */
final class Conversation implements AutoCloseable {

    static final int REQUESTS = 6;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> CLASSES = List.of("interactive", "standard", "batch");
    private static final String REQUEST =
            "{\"request_id\": \"%s/%d\", \"prompt\": \"<|user|>Continue the story: The old king had"
                    + " %d sons\", \"max_tokens\": 120, \"ignore_eos\": true, \"temperature\": 0.8,"
                    + " \"seed\": %d, \"stream\": true, \"speculation\": {\"adaptive\": %b}, \"slo\": {\"slo_class\": \"%s\","
                    + " \"ttft_ms\": %d}}";

    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> results;
    private final KafkaConsumer<String, String> deltas;
    private final Map<String, List<JsonNode>> answers = new TreeMap<>();

    Conversation(LocalBroker broker) {
        broker.createTopics(
                1,
                KafkaOptions.REQUEST_TOPIC.defaultValue(),
                KafkaOptions.RESULT_TOPIC.defaultValue(),
                KafkaOptions.DELTA_TOPIC.defaultValue(),
                KafkaOptions.DEAD_LETTER_TOPIC.defaultValue());
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer());
        results = consumer(broker, KafkaOptions.RESULT_TOPIC.defaultValue());
        deltas = consumer(broker, KafkaOptions.DELTA_TOPIC.defaultValue());
    }

    void send(String name) {
        for (int i = 0; i < REQUESTS; i++) {
            // An objective that is always kept, and one that never is.
            int wanted = i % 2 == 0 ? 3_600_000 : 1;
            String request =
                    REQUEST.formatted(
                            name, i, i, i, i < 3, CLASSES.get(i % CLASSES.size()), wanted);
            producer.send(
                    new ProducerRecord<>(
                            KafkaOptions.REQUEST_TOPIC.defaultValue(), name + i, request));
        }
        producer.flush();
    }

    /** Sends a record that is no request. */
    void sendNonsense() {
        producer.send(new ProducerRecord<>(KafkaOptions.REQUEST_TOPIC.defaultValue(), "no", "no"));
    }

    /** Waits until a request of a name has come a good way. */
    void awaitTokens(String name) {
        await().atMost(LIMIT)
                .until(
                        () -> {
                            for (ConsumerRecord<String, String> record :
                                    deltas.poll(Duration.ofMillis(200))) {
                                JsonNode delta = Yaml.documents(record.value()).get(0);
                                if (delta.path("request_id").asText().startsWith(name + "/")
                                        && delta.path("first_position").asInt() > 40) {
                                    return true;
                                }
                            }
                            return false;
                        });
    }

    /** Waits for all results of a name: their texts, by the request's number; each came once. */
    Map<String, String> texts(String name) {
        await().atMost(LIMIT)
                .until(
                        () -> {
                            results.poll(Duration.ofMillis(200)).forEach(this::keep);
                            return of(name).size() == REQUESTS;
                        });
        Map<String, String> texts = new TreeMap<>();
        of(name).forEach(
                        (id, all) -> {
                            assertThat(all).as(id).hasSize(1);
                            assertThat(all.get(0).path("finish_reason").asText())
                                    .as(all.toString())
                                    .isEqualTo("length");
                            texts.put(id.split("/")[1], all.get(0).path("text").asText());
                        });
        return texts;
    }

    /** How many requests of a name went on after a restart. */
    long resumed(String name) {
        return of(name).values().stream()
                .filter(all -> all.get(0).path("resumed_from").asInt() > 0)
                .count();
    }

    @Override
    public void close() {
        producer.close();
        results.close();
        deltas.close();
    }

    private void keep(ConsumerRecord<String, String> record) {
        JsonNode answer = Yaml.documents(record.value()).get(0);
        answers.computeIfAbsent(answer.path("request_id").asText(), id -> new ArrayList<>())
                .add(answer);
    }

    private Map<String, List<JsonNode>> of(String name) {
        Map<String, List<JsonNode>> of = new TreeMap<>(answers);
        of.keySet().removeIf(id -> !id.startsWith(name + "/"));
        return of;
    }

    private static KafkaConsumer<String, String> consumer(LocalBroker broker, String topic) {
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "isolation.level",
                                "read_committed"),
                        new StringDeserializer(),
                        new StringDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
