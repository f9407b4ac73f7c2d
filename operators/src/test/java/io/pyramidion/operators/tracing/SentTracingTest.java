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
package io.pyramidion.operators.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pyramidion.operators.settings.TracingOptions;
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.Usage;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What a collector sees, and what a job notices of one that does not do its part: nothing. */
@Timeout(60)
class SentTracingTest {

    private static final int SPANS_OF_A_REQUEST = 2;
    private static final long PLENTY = 32 << 20;

    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final List<HttpExchange> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch hung = new CountDownLatch(1);
    private HttpServer collector;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", this::answer);
        collector.start();
    }

    @AfterEach
    void stop() {
        hung.countDown();
        collector.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        requests.add(exchange);
        if (status == 0) {
            awaitTheEnd();
        }
        exchange.sendResponseHeaders(status == 0 ? 200 : status, -1);
        exchange.close();
    }

    private void awaitTheEnd() {
        try {
            hung.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void postsProtobufWithTheHeadersOfTheOptions() {
        Configuration options = new Configuration();
        options.set(TracingOptions.ENDPOINT.configOption(), url());
        options.set(TracingOptions.HEADERS.configOption(), "authorization=Bearer a=b , x-team=t");
        try (RequestTracing tracing = tracing(TracingSettings.of(options))) {
            tracing.ended(request(), result(1));
            await().until(() -> count("spansSent") == SPANS_OF_A_REQUEST);
        }

        HttpExchange request = requests.get(0);
        assertThat(request.getRequestURI().getPath()).isEqualTo("/v1/traces");
        assertThat(request.getRequestHeaders())
                .containsEntry("Content-type", List.of("application/x-protobuf"))
                .containsEntry("Content-encoding", List.of("gzip"))
                .containsEntry("Authorization", List.of("Bearer a=b"))
                .containsEntry("X-team", List.of("t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=", "=b", "a=b,", "a b=c", "a=b\nc=d", "Host=h"})
    void refusesHeadersThatCannotBeSentWithoutShowingThem(String headers) {
        Configuration options = new Configuration();
        options.set(TracingOptions.HEADERS.configOption(), headers);

        assertThatThrownBy(() -> TracingSettings.of(options))
                .hasMessageStartingWith(
                        "pyramidion.tracing.headers is ******; allowed: names and values");
    }

    @Test
    void sendsWhatWaitsWhenTheTaskEnds() {
        try (RequestTracing tracing = tracing(settings(url(), 2048, Duration.ofSeconds(10)))) {
            for (int offset = 0; offset < 100; offset++) {
                tracing.ended(request(), result(offset));
            }
        }

        await().until(() -> count("spansSent") == 100 * SPANS_OF_A_REQUEST);
        assertThat(count("spansDropped")).isZero();
    }

    @Test
    void aCollectorThatIsNotThereCostsNothingButItsSpans() {
        String url = url();
        collector.stop(0);
        try (RequestTracing tracing = tracing(settings(url, 16, Duration.ofMillis(300)))) {
            for (int offset = 0; offset < 100; offset++) {
                tracing.ended(request(), result(offset));
            }
            await().until(() -> count("spansDropped") == 100 * SPANS_OF_A_REQUEST);
        }

        assertThat(count("spansSent")).isZero();
    }

    @Test
    void aCollectorThatHangsHoldsUpNeitherRequestsNorTheEndOfTheTask() {
        status = 0;
        Duration timeout = Duration.ofMinutes(5);
        long start = System.nanoTime();
        try (RequestTracing tracing = tracing(settings(url(), 16, timeout))) {
            for (int offset = 0; offset < 100; offset++) {
                tracing.ended(request(), result(offset));
            }
            assertThat(count("spansDropped")).isPositive();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout);
        assertThat(count("spansDropped")).isEqualTo(100 * SPANS_OF_A_REQUEST);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("pyramidion-tracing");
    }

    @Test
    void spansThatHoldTextsWaitInNoMoreMemoryThanAllowed() {
        status = 0;
        int characters = 100_000;
        long most = 1 << 20;
        TracingSettings large =
                new TracingSettings(
                        url() + "/v1/traces",
                        Map.of(),
                        "s",
                        1,
                        characters,
                        1 << 20,
                        most,
                        Duration.ofMinutes(5));
        GenerationRequest request = request();
        request.setPrompt("p".repeat(characters));
        try (RequestTracing tracing = tracing(large)) {
            for (int offset = 0; offset < 100; offset++) {
                tracing.ended(request, result(offset));
            }

            long kept = 100 - count("spansDropped") / SPANS_OF_A_REQUEST;
            assertThat(kept).isBetween(1L, most / characters);
            hung.countDown();
            await().until(() -> count("spansSent") == kept * SPANS_OF_A_REQUEST);

            tracing.ended(request, result(100));
            await().until(() -> count("spansSent") == (kept + 1) * SPANS_OF_A_REQUEST);
        }
    }

    @Test
    void aRequestWhoseSpansCannotBeMadeIsAnsweredAllTheSame() {
        TracingSettings settings = settings(url(), 64, Duration.ofSeconds(10));
        Supplier<OptionalLong> broken =
                () -> {
                    throw new IllegalStateException("broken");
                };
        try (RequestTracing tracing = RequestTracing.of(settings, new Group(), 0, broken)) {
            tracing.ended(request(), result(1));
        }

        assertThat(count("spansDropped")).isEqualTo(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void leavesTheLoggersOfOthersAsTheyAre() {
        tracing(settings(url(), 64, Duration.ofSeconds(10))).close();

        for (Logger logger = Logger.getLogger("io.opentelemetry.exporter.otlp.internal.X");
                logger.getParent() != null;
                logger = logger.getParent()) {
            assertThat(logger.getLevel()).as(logger.getName()).isNull();
        }
    }

    @Test
    void aCollectorThatRefusesIsTriedAgainWithTheNextSpans() {
        status = 400;
        try (RequestTracing tracing = tracing(settings(url(), 64, Duration.ofSeconds(10)))) {
            tracing.ended(request(), result(1));
            await().until(() -> count("spansDropped") == SPANS_OF_A_REQUEST);

            status = 200;
            tracing.ended(request(), result(2));
            await().until(() -> count("spansSent") == SPANS_OF_A_REQUEST);
        }
    }

    @Test
    void countsTraceparentsThatItIgnoresAndSendsNothingOfWhatIsNotSampled() {
        TracingSettings none =
                new TracingSettings(
                        url() + "/v1/traces",
                        Map.of(),
                        "s",
                        0,
                        0,
                        64,
                        PLENTY,
                        Duration.ofSeconds(10));
        try (RequestTracing tracing = tracing(none)) {
            tracing.ended(request(), result(1));
            ResultEnvelope malformed = result(2);
            malformed
                    .getOrigin()
                    .setHeaders(List.of(new Header("traceparent", ByteBuffer.allocate(3))));
            tracing.ended(request(), malformed);
        }

        assertThat(count("traceparentsMalformed")).isEqualTo(1);
        assertThat(count("spansSent") + count("spansDropped")).isZero();
        assertThat(requests).isEmpty();
    }

    @Test
    void withoutAnEndpointThereIsNothing() {
        RequestTracing tracing = tracing(TracingSettings.of(new Configuration()));

        assertThat(tracing).isSameAs(RequestTracing.OFF);
        assertThat(counters).isEmpty();
    }

    private String url() {
        return "http://localhost:" + collector.getAddress().getPort();
    }

    private long count(String name) {
        return counters.get(name).getCount();
    }

    private RequestTracing tracing(TracingSettings settings) {
        return RequestTracing.of(settings, new Group(), 0, OptionalLong::empty);
    }

    private static TracingSettings settings(String url, int queued, Duration timeout) {
        return new TracingSettings(
                url + "/v1/traces", Map.of(), "s", 1, 0, queued, PLENTY, timeout);
    }

    private static GenerationRequest request() {
        return GenerationRequest.newBuilder().setRequestId("r").setPrompt("p").build();
    }

    private static ResultEnvelope result(long offset) {
        GenerationResult answer =
                GenerationResult.newBuilder()
                        .setRequestId("r")
                        .setModel("tales")
                        .setText("")
                        .setTokenIds(List.of())
                        .setFinishReason("cancelled")
                        .setUsage(new Usage(0, 0, 0, null))
                        .setTimings(new Timings(1.0, 0.0, 0.0, 1.0))
                        .setSpeculation(
                                SpeculationStatistics.newBuilder()
                                        .setRounds(0)
                                        .setStages(Map.of())
                                        .build())
                        .build();
        Origin origin = new Origin(1L, null, List.of(), new KafkaPosition("t", 0, offset));
        return new ResultEnvelope(answer, origin);
    }

    /** Keeps counters, whatever groups they stand in. */
    private final class Group extends UnregisteredMetricsGroup {

        @Override
        public MetricGroup addGroup(String name) {
            return this;
        }

        @Override
        public Counter counter(String name) {
            Counter counter = super.counter(name);
            counters.put(name, counter);
            return counter;
        }

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            counters.put(name, counter);
            return counter;
        }
    }
}
