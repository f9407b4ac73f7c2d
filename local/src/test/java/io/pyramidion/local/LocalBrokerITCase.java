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
package io.pyramidion.local;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalBrokerITCase {

    private static final int MAX_MESSAGE_BYTES = 100_000;

    private static LocalBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(Installation.current(), MAX_MESSAGE_BYTES);
    }

    @AfterAll
    static void closeBroker() {
        Path log = broker.log();
        broker.close();
        assertThat(log.getParent()).doesNotExist();
    }

    @Test
    void givesBackWhatItWasSent() throws Exception {
        broker.createTopics(2, "echo");
        send("echo", "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(firstValue("echo")).isEqualTo("hello");
    }

    @Test
    void keepsItsDataOverAKill() throws Exception {
        broker.createTopics(1, "kept");
        send("kept", "before".getBytes(StandardCharsets.UTF_8));
        broker.kill();
        broker.restart();
        assertThat(firstValue("kept")).isEqualTo("before");
    }

    @Test
    void refusesARecordOverItsLimit() {
        broker.createTopics(1, "small");
        assertThatThrownBy(() -> send("small", new byte[MAX_MESSAGE_BYTES + 1]))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void createsNoTopicByUse() {
        assertThatThrownBy(
                        () -> {
                            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                                producer.partitionsFor("never-created");
                            }
                        })
                .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void namesATopicThatExistsAlready() {
        broker.createTopics(1, "twice");
        assertThatThrownBy(() -> broker.createTopics(1, "twice"))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("'twice' already exists");
    }

    /** The broker listens, but its own clients cannot be made. */
    @Test
    void leavesNoProcessBehindWhenItsClientsCannotBeMade(@TempDir Path folder) {
        LocalBroker.Launch launch =
                new LocalBroker.Launch(
                        MAX_MESSAGE_BYTES,
                        OptionalInt.empty(),
                        Optional.of(folder),
                        false,
                        Map.of(),
                        Map.of("security.protocol", "NONE"));
        Set<ProcessHandle> before = children();

        assertThatThrownBy(() -> LocalBroker.start(Installation.current(), launch))
                .isInstanceOf(KafkaException.class);

        assertThat(children()).isEqualTo(before);
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    private static void send(String topic, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, 0, null, value)).get(10, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", "2000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static String firstValue(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            byte[] value = consumer.poll(Duration.ofSeconds(10)).iterator().next().value();
            return new String(value, StandardCharsets.UTF_8);
        }
    }
}
