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

import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import io.pyramidion.local.LocalCluster;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The task manager is killed while it generates, and then the job manager. The requests go on, from
 * the last checkpoint, in another task manager and under another job manager, and end as they would
 * have.
 */
class ProcessKillITCase {

    private static final int REQUESTS = 4;
    private static final int MAX_TOKENS = 160;
    private static final int TOKENS_BEFORE_THE_KILL = 32;

    /** Short-lived processes gain more from that than from the second compiler. */
    private static final Map<String, String> QUICK_START =
            Map.of(
                    "env.java.opts.taskmanager", "-XX:TieredStopAtLevel=1",
                    "env.java.opts.jobmanager", "-XX:TieredStopAtLevel=1");

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void everyRequestEndsOnceAsIfNothingHadHappened() {
        try (LocalBroker broker = LocalBroker.start();
                TraceCollector collector = new TraceCollector();
                LocalCluster cluster =
                        LocalCluster.start(
                                Installation.current(),
                                LocalCluster.Launch.of(1, QUICK_START).withJobManagers(2))) {
            broker.createTopics(1, topics());
            cluster.submit(arguments(broker, collector));

            Map<String, List<GenerationResult>> undisturbed = answers(broker, "calm", () -> {});
            Map<String, List<GenerationResult>> disturbed =
                    answers(
                            broker,
                            "killed",
                            () -> {
                                awaitDeltas(broker, "killed");
                                cluster.killTaskManager(0);
                                cluster.startTaskManager();
                            });

            Map<String, List<GenerationResult>> led =
                    answers(
                            broker,
                            "led",
                            () -> {
                                awaitDeltas(broker, "led");
                                cluster.killJobManager();
                            });

            assertThat(undisturbed).hasSize(REQUESTS);
            assertThat(undisturbed.values())
                    .allSatisfy(results -> assertThat(results.get(0).getResumedFrom()).isNull());
            assertResumed(disturbed, undisturbed);
            assertResumed(led, undisturbed);
            assertTracedOnce(collector);
        }
    }

    /** A span that is sent again after the failure has the same id, and so is the same span. */
    private static void assertTracedOnce(TraceCollector collector) {
        await().atMost(LIMIT).until(() -> collector.requests().size() == 3 * REQUESTS);
        assertThat(collector.requests().values()).allSatisfy(spans -> assertThat(spans).hasSize(1));
        assertThat(collector.requests())
                .anySatisfy(
                        (id, spans) -> {
                            assertThat(id).startsWith("killed/");
                            assertThat(spans.values().iterator().next())
                                    .anyMatch(
                                            span ->
                                                    TraceCollector.isTrue(
                                                            span, "pyramidion.restored"));
                        });
    }

    private static void assertResumed(
            Map<String, List<GenerationResult>> disturbed,
            Map<String, List<GenerationResult>> undisturbed) {
        assertThat(disturbed).hasSize(REQUESTS);
        assertThat(disturbed.values()).allSatisfy(results -> assertThat(results).hasSize(1));
        disturbed.forEach(
                (name, results) ->
                        assertThat(results.get(0).getTokenIds())
                                .as(name)
                                .hasSizeGreaterThan(TOKENS_BEFORE_THE_KILL)
                                .isEqualTo(undisturbed.get(name).get(0).getTokenIds()));
        assertThat(disturbed.values())
                .anySatisfy(
                        results ->
                                assertThat(results.get(0).getResumedFrom())
                                        .isNotNull()
                                        .isPositive());
    }

    private static String[] topics() {
        return new String[] {
            KafkaOptions.REQUEST_TOPIC.defaultValue(),
            KafkaOptions.RESULT_TOPIC.defaultValue(),
            KafkaOptions.DELTA_TOPIC.defaultValue(),
            KafkaOptions.DEAD_LETTER_TOPIC.defaultValue()
        };
    }

    private static List<String> arguments(LocalBroker broker, TraceCollector collector) {
        List<String> arguments = new ArrayList<>();
        Map<String, String> options = BundledJob.options(broker.bootstrapServers());
        // The format in which the shape of a batch would show first.
        options.put("model.target-weights", "bfloat16");
        options.put("job.checkpoint-interval", "250 ms");
        options.put("tracing.endpoint", collector.endpoint());
        options.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
        return arguments;
    }

    /** Sends the requests under a name, lets something happen, and waits for all results. */
    private static Map<String, List<GenerationResult>> answers(
            LocalBroker broker, String name, Runnable meanwhile) {
        send(broker, name);
        meanwhile.run();
        JsonCodec<GenerationResult> codec = new JsonCodec<>(GenerationResult.class);
        Map<String, List<GenerationResult>> answers = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                consumer(broker, KafkaOptions.RESULT_TOPIC.defaultValue())) {
            await().atMost(LIMIT)
                    .until(
                            () -> {
                                for (ConsumerRecord<byte[], byte[]> record :
                                        consumer.poll(Duration.ofMillis(200))) {
                                    GenerationResult result = codec.decode(record.value());
                                    String[] id = result.getRequestId().split("/");
                                    if (id[0].equals(name)) {
                                        answers.computeIfAbsent(id[1], i -> new ArrayList<>())
                                                .add(result);
                                    }
                                }
                                return answers.size() == REQUESTS;
                            });
        }
        return answers;
    }

    private static void send(LocalBroker broker, String name) {
        JsonCodec<GenerationRequest> codec = new JsonCodec<>(GenerationRequest.class);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            IntStream.range(0, REQUESTS)
                    .mapToObj(i -> request(name, i))
                    .forEach(
                            request ->
                                    producer.send(
                                            new ProducerRecord<>(
                                                    KafkaOptions.REQUEST_TOPIC.defaultValue(),
                                                    request.getRequestId()
                                                            .getBytes(StandardCharsets.UTF_8),
                                                    codec.encode(request))));
        }
    }

    private static GenerationRequest request(String name, int number) {
        return GenerationRequest.newBuilder()
                .setRequestId(name + "/" + number)
                .setPrompt("<|user|>Continue the story: The old king had " + number + " sons")
                .setMaxTokens(MAX_TOKENS)
                .setIgnoreEos(true)
                .setTemperature(0.8)
                .setSeed((long) number)
                .setStream(true)
                .build();
    }

    /** Waits until every request of a name runs and has come a good way. */
    private static void awaitDeltas(LocalBroker broker, String name) {
        JsonCodec<TokenDelta> codec = new JsonCodec<>(TokenDelta.class);
        Set<String> far = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                consumer(broker, KafkaOptions.DELTA_TOPIC.defaultValue())) {
            await().atMost(LIMIT)
                    .until(
                            () -> {
                                for (ConsumerRecord<byte[], byte[]> record :
                                        consumer.poll(Duration.ofMillis(200))) {
                                    TokenDelta delta = codec.decode(record.value());
                                    if (delta.getRequestId().startsWith(name)
                                            && delta.getFirstPosition() > TOKENS_BEFORE_THE_KILL) {
                                        far.add(delta.getRequestId());
                                    }
                                }
                                return far.size() == REQUESTS;
                            });
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(LocalBroker broker, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = TestTopics.consumer(broker);
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
