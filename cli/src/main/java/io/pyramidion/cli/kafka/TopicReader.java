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

import io.pyramidion.cli.terminal.CommandException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Reads all partitions of a topic in a thread of its own, committed records only, and hands each to
 * its owner. Belongs to no consumer group, so it changes nothing for others.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String ANSWER_LIMIT_MS = "10000";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> owner;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;

    /** Where to start. */
    public enum From {
        BEGINNING,
        END
    }

    private TopicReader(
            KafkaConsumer<byte[], byte[]> consumer,
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> owner) {
        this.consumer = consumer;
        this.owner = owner;
        this.thread = new Thread(this::read, "read " + topic);
        thread.setDaemon(true);
    }

    /**
     * Starts to read.
     *
     * @param owner called with each record, in the reader's thread
     * @throws CommandException if the broker does not answer within 10 s or has no such topic
     */
    static TopicReader start(
            Topics topics,
            String topic,
            From from,
            Consumer<ConsumerRecord<byte[], byte[]>> owner) {
        Map<String, Object> properties =
                topics.client(
                        Map.of(
                                "isolation.level",
                                "read_committed",
                                "default.api.timeout.ms",
                                ANSWER_LIMIT_MS,
                                "enable.auto.commit",
                                "false"));
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            consumer =
                    new KafkaConsumer<>(
                            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            place(consumer, topic, from);
            TopicReader reader = new TopicReader(consumer, topic, owner);
            reader.thread.start();
            return reader;
        } catch (KafkaException e) {
            if (consumer != null) {
                consumer.close();
            }
            throw new CommandException(
                    "Cannot read topic "
                            + topic
                            + " at "
                            + topics.bootstrapServers()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Passes on what stopped the reader.
     *
     * @throws RuntimeException the reader's failure, if it has one
     */
    void check() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new CommandException("Reading stopped: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void place(KafkaConsumer<byte[], byte[]> consumer, String topic, From from) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        if (from == From.BEGINNING) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        // Seeking is lazy; what is sent from here on shall be seen.
        partitions.forEach(consumer::position);
    }

    private void read() {
        try {
            while (true) {
                consumer.poll(POLL).forEach(owner);
            }
        } catch (WakeupException e) {
            // The owner has closed the reader.
        } catch (RuntimeException e) {
            failure.set(e);
        } finally {
            // The broker may be gone already; there is nothing to say goodbye to.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
