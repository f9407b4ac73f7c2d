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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pyramidion.operators.OperatorUids;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.rest.FlinkRest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class HeadWatchTest {

    private static final String RUNNING =
            "[{\"id\": \"%s.%s.%s\", \"sum\": 3}]"
                    .formatted(
                            OperatorUids.HEAD, MetricNames.GROUP, MetricNames.NUM_REQUESTS_RUNNING);

    /** What the metrics answer, look by look; an empty text is an error. */
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    private final CountDownLatch lookedAgain = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jobs/job", this::job);
        server.createContext("/jobs/job/vertices/7/subtasks/metrics", this::metrics);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void tellsOfLooksThatFailed() throws IOException, InterruptedException {
        answers.add(RUNNING);
        answers.add("");
        answers.add("[]");

        try (HeadWatch watch = watch()) {
            // It looks one by one: at the fourth look, it has dealt with three.
            assertThat(lookedAgain.await(1, TimeUnit.MINUTES)).isTrue();

            assertThat(watch.samples()).extracting(HeadSample::running).startsWith(3.0);
            assertThat(watch.failures().orElseThrow())
                    .matches(
                            "2 of \\d+ looks at the job's head failed, the last one: it has no"
                                    + " metric head.pyramidion.numRequestsRunning");
        }
    }

    @Test
    void tellsOfNoFailureWhereNoneWas() throws IOException, InterruptedException {
        answers.add(RUNNING);

        try (HeadWatch watch = watch()) {
            assertThat(lookedAgain.await(1, TimeUnit.MINUTES)).isTrue();

            assertThat(watch.failures()).isEmpty();
        }
    }

    private HeadWatch watch() throws IOException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return new HeadWatch(new FlinkRest(URI.create(address)), "job");
    }

    private void job(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                "{\"vertices\": [{\"name\": \"%s\", \"id\": \"7\"}]}".formatted(OperatorUids.HEAD));
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String text = answers.poll();
        if (text == null) {
            lookedAgain.countDown();
        }
        boolean fails = text != null && text.isEmpty();
        answer(exchange, fails ? 500 : 200, text == null ? RUNNING : text);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
