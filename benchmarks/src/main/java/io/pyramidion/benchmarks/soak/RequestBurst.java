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
package io.pyramidion.benchmarks.soak;

import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sends many requests at once. Owns its producer. */
final class RequestBurst implements AutoCloseable {

    private static final int SHORT = 4;
    private static final int MAX_BYTES = 4 << 20;

    private final JsonCodec<GenerationRequest> codec = new JsonCodec<>(GenerationRequest.class);
    private final KafkaProducer<byte[], byte[]> producer;

    RequestBurst(LoadTopics topics) {
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", topics.bootstrapServers(),
                                "max.request.size", String.valueOf(MAX_BYTES)),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Short requests, each by itself. */
    void small(String prefix, int count) {
        for (int number = 0; number < count; number++) {
            String id = prefix + "-" + number;
            send(id, codec.encode(request(id).setPrompt("What is 12 + 30?").build()));
        }
    }

    /** Turns of one session. */
    void turns(String session, int count) {
        for (int number = 0; number < count; number++) {
            GenerationRequest turn =
                    request(session + "-" + number)
                            .setSessionId(session)
                            .setMessages(List.of(ChatMessages.of("user", "What is 12 + 30?")))
                            .build();
            send(session, codec.encode(turn));
        }
    }

    /** Prompts of many bytes. */
    void large(String prefix, int count, int bytes) {
        String prompt = "word ".repeat(bytes / 5);
        for (int number = 0; number < count; number++) {
            String id = prefix + "-" + number;
            send(id, codec.encode(request(id).setPrompt(prompt).build()));
        }
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    private static GenerationRequest.Builder request(String id) {
        return GenerationRequest.newBuilder()
                .setRequestId(id)
                .setMaxTokens(SHORT)
                .setTemperature(0.0);
    }

    private void send(String key, byte[] value) {
        producer.send(
                new ProducerRecord<>(
                        LoadTopics.REQUESTS, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
