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
package io.pyramidion.benchmarks.load;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;

/**
 * Sends the records of a plan in their order, as long as fewer than a number of them are
 * unanswered. Rides out a broker that is away for minutes. Owns its producer and thread.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final long LOOK_INTERVAL_MS = 20;

    private final LoadPlan plan;
    private final int inFlight;
    private final int maxRecords;
    private final IntSupplier answered;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "load");
    private volatile int sent;
    private volatile boolean stopped;

    /**
     * @param inFlight maximum number of records that are unanswered at a time
     * @param maxRecords records in all
     * @param answered how many of them have been answered
     */
    public LoadGenerator(
            LoadTopics topics, LoadPlan plan, int inFlight, int maxRecords, IntSupplier answered) {
        this.plan = plan;
        this.inFlight = inFlight;
        this.maxRecords = maxRecords;
        this.answered = answered;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", topics.bootstrapServers(),
                                "linger.ms", "0",
                                "max.request.size", String.valueOf(8 << 20),
                                "max.block.ms", "300000",
                                "delivery.timeout.ms", "300000"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    public void start() {
        thread.start();
    }

    /** How many records have been sent. */
    public int sent() {
        return sent;
    }

    /**
     * Sends no more, and waits until the broker has what was sent.
     *
     * @return how many records were sent
     * @throws IllegalStateException if the broker refused one
     */
    public int stop() throws InterruptedException {
        stopped = true;
        thread.join();
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            try {
                acknowledgement.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A record could not be sent", e.getCause());
            }
        }
        return sent;
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        producer.close(Duration.ofSeconds(1));
    }

    private void run() {
        try {
            while (!stopped && sent < maxRecords) {
                if (sent - answered.getAsInt() < inFlight) {
                    LoadRecord next = plan.record(sent);
                    send(next);
                    if (plan.isSentTwice(sent)) {
                        send(next);
                    }
                    sent++;
                } else {
                    Thread.sleep(LOOK_INTERVAL_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(LoadRecord record) {
        acknowledgements.add(
                producer.send(
                        new ProducerRecord<>(
                                LoadTopics.REQUESTS,
                                record.key().getBytes(StandardCharsets.UTF_8),
                                record.value())));
    }
}
