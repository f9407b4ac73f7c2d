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
package io.pyramidion.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.local.FreePorts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus with this project's rules, on loopback, that asks processes of this machine
 * every second. Owns its process; {@link #close()} ends it.
 */
final class PrometheusServer implements AutoCloseable {

    private static final String CONFIGURATION =
            """
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files:
              - %s
            scrape_configs:
              - job_name: pyramidion
                static_configs:
                  - targets: [%s]
                    labels: {namespace: pyramidion}
            """;

    private final Process process;
    private final String address;
    private final Thread hook;

    private PrometheusServer(Process process, String address) {
        this.process = process;
        this.address = address;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts it and waits until it answers. */
    static PrometheusServer start(Tool program, Path folder, List<Integer> ports) {
        Path configuration = folder.resolve("prometheus.yml");
        String address = "127.0.0.1:" + FreePorts.next();
        try {
            Files.writeString(
                    configuration,
                    CONFIGURATION.formatted(
                            Rules.FOLDER.resolve("*.yml"),
                            ports.stream()
                                    .map(port -> "127.0.0.1:" + port)
                                    .collect(Collectors.joining(", "))));
            Process process =
                    new ProcessBuilder(
                                    program.path().toString(),
                                    "--config.file=" + configuration,
                                    "--storage.tsdb.path=" + folder.resolve("prometheus"),
                                    "--web.listen-address=" + address)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("prometheus.log").toFile())
                            .start();
            PrometheusServer server = new PrometheusServer(process, address);
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> server.query("up").size() == ports.size());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The series of a query's answer now. */
    JsonNode query(String query) {
        return ask("query?query=" + encoded(query));
    }

    /** The series of a query's answers over a time. */
    JsonNode range(String query, TimeRange time) {
        return ask(
                "query_range?query=%s&start=%d&end=%d&step=%d"
                        .formatted(encoded(query), time.from(), time.to(), time.step()));
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private JsonNode ask(String question) {
        URI uri = URI.create("http://" + address + "/api/v1/" + question);
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(uri).build(),
                                    HttpResponse.BodyHandlers.ofString());
            JsonNode answer = Yaml.documents(response.body()).get(0);
            if (!answer.path("status").asText().equals("success")) {
                throw new IllegalArgumentException(question + ": " + answer);
            }
            return answer.at("/data/result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        process.destroyForcibly();
    }
}
