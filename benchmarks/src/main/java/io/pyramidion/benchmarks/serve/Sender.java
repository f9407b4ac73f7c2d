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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.operators.request.SloClass;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.ServiceLevelObjective;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends each request when it is due, whatever has been answered by then. Owns its producer. */
final class Sender implements AutoCloseable {

    private final JsonCodec<GenerationRequest> codec = new JsonCodec<>(GenerationRequest.class);
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<SloClass, Objective> objectives;
    private final double temperature;

    /**
     * @param objectives what the classes want
     */
    Sender(LoadTopics topics, Map<SloClass, Objective> objectives, double temperature) {
        this.objectives = Map.copyOf(objectives);
        this.temperature = temperature;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", topics.bootstrapServers(), "linger.ms", "0"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /**
     * Sends a window's requests; returns when the last is sent.
     *
     * @param prefix of the requests' ids, which end with their number
     * @return when the window started, nanoseconds of {@link System#nanoTime}
     */
    long send(Policy policy, String prefix, List<Planned> requests) throws InterruptedException {
        long start = System.nanoTime();
        for (int number = 0; number < requests.size(); number++) {
            Planned request = requests.get(number);
            long wait = start + nanos(request.at()) - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            String id = prefix + number;
            producer.send(
                    new ProducerRecord<>(
                            policy.job().requestTopic(),
                            id.getBytes(StandardCharsets.UTF_8),
                            codec.encode(request(policy, id, request))));
        }
        producer.flush();
        return start;
    }

    static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private GenerationRequest request(Policy policy, String id, Planned request) {
        return GenerationRequest.newBuilder()
                .setRequestId(id)
                .setPrompt(request.prompt())
                .setMaxTokens(request.maxTokens())
                .setTemperature(temperature)
                .setSeed(request.seed())
                .setIgnoreEos(request.story())
                .setStream(true)
                .setSpeculation(policy.preference())
                .setSlo(policy.objectives() ? slo(request.kind()) : null)
                .build();
    }

    private ServiceLevelObjective slo(SloClass kind) {
        Objective objective = objectives.getOrDefault(kind, Objective.NONE);
        return ServiceLevelObjective.newBuilder()
                .setSloClass(kind.wireName())
                .setTtftMs(millis(objective.ttft()))
                .setTpotMs(millis(objective.tpot()))
                .build();
    }

    private static Long millis(double wanted) {
        return Double.isFinite(wanted) ? Math.max(1, Math.round(wanted)) : null;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
