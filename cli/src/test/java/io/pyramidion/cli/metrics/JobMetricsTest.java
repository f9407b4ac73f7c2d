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
package io.pyramidion.cli.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.operators.metrics.AcceptanceMetrics;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.rest.FlinkRest;
import io.pyramidion.schemas.StageStatistics;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Against a stand-in for Flink's REST server, which holds what the chain really registers. */
class JobMetricsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_REQUEST_LINE = 4096;

    private final Map<String, Counter> counters = new TreeMap<>();
    private final MetricGroup group = new Recorder("head.pyramidion");
    private final AcceptanceMetrics acceptance = new AcceptanceMetrics(group);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsAcceptanceByStageAndPosition() {
        for (int accepted : new int[] {2, 1, 2, 1}) {
            acceptance.count(AcceptanceStage.DRAFT_QUALIFIER, 2, accepted);
        }
        JobNumbers numbers = read();
        assertThat(numbers.acceptance().get("draft_qualifier"))
                .isEqualTo(
                        new StageStatistics(
                                8L,
                                6L,
                                List.of(4L, 4L, 0L, 0L, 0L, 0L, 0L, 0L),
                                List.of(4L, 2L, 0L, 0L, 0L, 0L, 0L, 0L)));
        assertThat(numbers.line(12))
                .isEqualTo("12 tokens/s · running 0 · waiting 0 · draft→qualifier 75 % (100·50)");
    }

    @Test
    void readsWhatTheLoopsPutInForce() {
        MetricGroup control = group.addGroup(ControlMetricNames.CONTROL);
        control.counter(ControlMetricNames.PRESSURE).inc(2);
        MetricGroup policy = group.addGroup(MetricNames.POLICY);
        policy.counter(MetricNames.MEAN_CANDIDATES).inc(3);
        policy.addGroup(MetricNames.ARM, "off").counter(MetricNames.ROUNDS).inc(4);
        policy.addGroup(MetricNames.ARM, "draft_target").counter(MetricNames.ROUNDS).inc(90);
        JobNumbers numbers = read();
        assertThat(numbers.inForce())
                .isEqualTo(new InForce("saturated", Optional.of(Arm.DRAFT_TARGET), 3));
        assertThat(numbers.line(12))
                .isEqualTo(
                        "12 tokens/s · running 0 · waiting 0 · saturated · draft→target 3.0 ahead");
    }

    @Test
    void saysNoLengthWhereNobodyProposes() {
        MetricGroup policy = group.addGroup(MetricNames.POLICY);
        policy.addGroup(MetricNames.ARM, "off").counter(MetricNames.ROUNDS).inc(4);
        assertThat(read().inForce().shown()).isEqualTo(" · off");
    }

    @Test
    void saysNothingOfLoopsThatDoNotRun() {
        assertThat(read().inForce()).isEqualTo(InForce.NOTHING);
    }

    private JobNumbers read() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new JobMetrics(new FlinkRest(address), "job").read();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            boolean tooLong =
                    "GET  HTTP/1.1".length() + asked.toString().length() > LONGEST_REQUEST_LINE;
            byte[] body = JSON.writeValueAsBytes(JSON.readTree(body(asked)));
            exchange.sendResponseHeaders(tooLong ? 414 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String body(URI asked) {
        if (asked.getPath().equals("/jobs/job")) {
            return "{\"vertices\": [{\"id\": \"v\", \"name\": \"head -> draft -> qualify\"}]}";
        }
        ArrayNode metrics = JSON.createArrayNode();
        String query = asked.getQuery();
        if (query == null) {
            counters.keySet().forEach(name -> metrics.addObject().put("id", name));
        } else {
            for (String name : query.substring(query.lastIndexOf('=') + 1).split(",")) {
                // As for two subtasks that tell the same, a half of it each where it is a sum.
                long value = counters.get(name).getCount();
                metrics.addObject()
                        .put("id", name)
                        .put("sum", isSum(name) ? value : 2 * value)
                        .put("max", isSum(name) ? value / 2 : value)
                        .put("avg", isSum(name) ? value / 2.0 : value);
            }
        }
        return metrics.toString();
    }

    private static boolean isSum(String name) {
        return !name.endsWith(ControlMetricNames.PRESSURE)
                && !name.endsWith(MetricNames.MEAN_CANDIDATES);
    }

    /** Keeps counters by the names that Flink's REST interface gives them. */
    private final class Recorder extends UnregisteredMetricsGroup {

        private final String scope;

        private Recorder(String scope) {
            this.scope = scope;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Recorder(scope + "." + key + "." + value);
        }

        @Override
        public MetricGroup addGroup(String name) {
            return new Recorder(scope + "." + name);
        }

        @Override
        public Counter counter(String name) {
            return counters.computeIfAbsent(scope + "." + name, none -> super.counter(name));
        }
    }
}
