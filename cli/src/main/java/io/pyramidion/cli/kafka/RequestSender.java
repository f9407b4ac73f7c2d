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
import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.kafka.ValueCodecs;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Puts requests on the request topic. The key is the session, or the request's id where it has
 * none, so that a session's requests stay in order. Owns its producer; used by one thread.
 */
public final class RequestSender implements AutoCloseable {

    private final Topics topics;
    private final ValueCodec<GenerationRequest> codec;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public RequestSender(Topics topics) {
        this.topics = topics;
        this.codec = ValueCodecs.of(topics.format(), GenerationRequest.class);
        try {
            this.producer =
                    new KafkaProducer<>(
                            topics.client(
                                    Map.of(
                                            "linger.ms", "0",
                                            "max.block.ms", "10000",
                                            "request.timeout.ms", "10000",
                                            "delivery.timeout.ms", "20000")),
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    public void send(GenerationRequest request) {
        String session = request.getSessionId();
        send(session == null ? request.getRequestId() : session, codec.encode(request));
    }

    /** Sends bytes as they are. Whether they came to the broker, {@link #settle} tells. */
    public void send(String key, byte[] value) {
        try {
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    topics.requests(),
                                    key.getBytes(StandardCharsets.UTF_8),
                                    value)));
        } catch (KafkaException e) {
            sent.add(CompletableFuture.failedFuture(e));
        }
    }

    /**
     * Waits until the broker has all that was sent.
     *
     * @throws CommandException if it refuses a record or does not answer
     */
    public void flush() {
        for (Optional<CommandException> failure : settle()) {
            failure.ifPresent(
                    e -> {
                        throw e;
                    });
        }
    }

    /**
     * Waits for all that was sent since the last time.
     *
     * @return why each failed, in the order that they were sent in; empty of those that the broker
     *     has
     */
    public List<Optional<CommandException>> settle() {
        // What failed is said once, and not again of what is sent later.
        List<Future<RecordMetadata>> awaited = List.copyOf(sent);
        sent.clear();
        return awaited.stream().map(this::settled).toList();
    }

    private Optional<CommandException> settled(Future<RecordMetadata> record) {
        try {
            record.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(failed(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new CommandException("Interrupted while sending", e));
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    private CommandException failed(Throwable cause) {
        return new CommandException(
                "Cannot send to topic "
                        + topics.requests()
                        + " at "
                        + topics.bootstrapServers()
                        + ": "
                        + cause.getMessage(),
                cause);
    }
}
