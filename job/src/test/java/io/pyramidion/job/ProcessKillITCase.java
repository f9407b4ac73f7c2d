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
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalCluster;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The task manager is killed while it generates, and then the job manager. The requests go on, from
 * the last checkpoint, in another task manager and under another job manager, and end as they would
 * have.
 */
class ProcessKillITCase {

    @RegisterExtension static final SharedBroker BROKER = new SharedBroker();

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
    void everyRequestEndsOnceAsIfNothingHadHappened() throws Exception {
        try (TestTopics topics = new TestTopics(BROKER.get(), "kill");
                TraceCollector collector = new TraceCollector();
                LocalCluster cluster =
                        LocalCluster.start(
                                Installation.current(),
                                LocalCluster.Launch.of(1, QUICK_START).withJobManagers(2))) {
            topics.create(Map.of());
            cluster.submit(arguments(topics, collector));

            Map<String, List<GenerationResult>> undisturbed = answers(topics, "calm", () -> {});
            Map<String, List<GenerationResult>> disturbed =
                    answers(
                            topics,
                            "killed",
                            () -> {
                                awaitDeltas(topics, "killed");
                                cluster.killTaskManager(0);
                                cluster.startTaskManager();
                            });

            Map<String, List<GenerationResult>> led =
                    answers(
                            topics,
                            "led",
                            () -> {
                                awaitDeltas(topics, "led");
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

    private static List<String> arguments(TestTopics topics, TraceCollector collector) {
        List<String> arguments = new ArrayList<>();
        Map<String, String> options = BundledJob.options(BROKER.get().bootstrapServers());
        // The format in which the shape of a batch would show first.
        options.put("model.target-weights", "bfloat16");
        options.put("job.checkpoint-interval", "250 ms");
        options.put("tracing.endpoint", collector.endpoint());
        options.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        arguments.addAll(topics.options());
        return arguments;
    }

    /** Sends the requests under a name, lets something happen, and waits for all results. */
    private static Map<String, List<GenerationResult>> answers(
            TestTopics topics, String name, Runnable meanwhile) throws Exception {
        JsonCodec<GenerationRequest> codec = new JsonCodec<>(GenerationRequest.class);
        for (int i = 0; i < REQUESTS; i++) {
            GenerationRequest request = request(name, i);
            byte[] key = request.getRequestId().getBytes(StandardCharsets.UTF_8);
            topics.send(new ProducerRecord<>(topics.requests, key, codec.encode(request)));
        }
        meanwhile.run();
        return await().atMost(LIMIT)
                .until(() -> results(topics, name), results -> results.size() == REQUESTS);
    }

    /** Those of a name so far, by the request's number. */
    private static Map<String, List<GenerationResult>> results(TestTopics topics, String name) {
        JsonCodec<GenerationResult> codec = new JsonCodec<>(GenerationResult.class);
        return topics.read(topics.results).stream()
                .map(record -> codec.decode(record.value()))
                .filter(result -> result.getRequestId().startsWith(name + "/"))
                .collect(groupingBy(result -> result.getRequestId().split("/")[1]));
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
    private static void awaitDeltas(TestTopics topics, String name) {
        JsonCodec<TokenDelta> codec = new JsonCodec<>(TokenDelta.class);
        await().atMost(LIMIT)
                .until(
                        () ->
                                topics.read(topics.deltas).stream()
                                                .map(record -> codec.decode(record.value()))
                                                .filter(
                                                        delta ->
                                                                delta.getFirstPosition()
                                                                        > TOKENS_BEFORE_THE_KILL)
                                                .map(TokenDelta::getRequestId)
                                                .filter(id -> id.startsWith(name + "/"))
                                                .distinct()
                                                .count()
                                        == REQUESTS);
    }
}
