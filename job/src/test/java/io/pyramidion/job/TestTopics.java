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
package io.pyramidion.job;

import io.pyramidion.local.LocalBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The topics of one test on a broker that several tests share. */
final class TestTopics implements AutoCloseable {

    final String requests;
    final String results;
    final String deltas;
    final String deadLetters;
    final String replies;

    private final LocalBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;

    TestTopics(LocalBroker broker, String test) {
        this.broker = broker;
        this.requests = test + ".requests";
        this.results = test + ".results";
        this.deltas = test + ".deltas";
        this.deadLetters = test + ".dead-letters";
        this.replies = test + ".replies";
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "max.request.size",
                                SharedBroker.MAX_BYTES),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    void create(Map<String, String> deadLetterSettings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(requests, 2, (short) 1)
                                            .configs(
                                                    Map.of(
                                                            "max.message.bytes",
                                                            "" + SharedBroker.MAX_BYTES)),
                                    new NewTopic(results, 2, (short) 1),
                                    new NewTopic(deltas, 2, (short) 1),
                                    new NewTopic(replies, 2, (short) 1),
                                    new NewTopic(deadLetters, 1, (short) 1)
                                            .configs(deadLetterSettings)))
                    .all()
                    .get();
        }
    }

    /** Options that name these topics. */
    List<String> options() {
        return List.of(
                "--kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--kafka.request-topic=" + requests,
                "--kafka.result-topic=" + results,
                "--kafka.delta-topic=" + deltas,
                "--kafka.dead-letter-topic=" + deadLetters,
                "--kafka.reply-topics=" + replies,
                "--kafka.group-id=" + requests);
    }

    void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get();
    }

    /** Everything committed that stands on a topic now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "isolation.level",
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream()
                    .anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
