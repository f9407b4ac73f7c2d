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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.job.kafka.BrokerCheck;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalFlink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The console clients that come with Kafka, with nothing of ours in their class path. */
class ConsoleClientITCase {

    private static final int REQUESTS = 3;

    @RegisterExtension static final SharedBroker BROKER = new SharedBroker();

    @TempDir private Path folder;

    @Test
    void sendsJsonAndReadsJsonResults() throws Exception {
        String address = BROKER.get().bootstrapServers();
        try (LocalFlink job = start(address)) {
            assertThat(job.jobId()).isNotEmpty();
            Path requests = folder.resolve("requests.jsonl");
            Files.write(requests, requests());
            run(
                    "org.apache.kafka.tools.ConsoleProducer",
                    requests.toFile(),
                    folder.resolve("producer.log"),
                    "--bootstrap-server",
                    address,
                    "--topic",
                    KafkaOptions.REQUEST_TOPIC.defaultValue());
            Path results = folder.resolve("results.jsonl");
            run(
                    "org.apache.kafka.tools.consumer.ConsoleConsumer",
                    requests.toFile(),
                    results,
                    "--bootstrap-server",
                    address,
                    "--topic",
                    KafkaOptions.RESULT_TOPIC.defaultValue(),
                    "--from-beginning",
                    "--isolation-level",
                    "read_committed",
                    "--max-messages",
                    String.valueOf(REQUESTS),
                    "--timeout-ms",
                    "90000");
            assertThat(answers(results))
                    .containsEntry("console-0", "SELECT DISTINCT status FROM tickets;")
                    .containsEntry("console-1", "lamp monitor")
                    .containsEntry("console-2", "2019-03-14T08:05:31Z");
        }
    }

    private static List<String> requests() {
        List<String> prompts =
                List.of(
                        "Write SQL: the distinct status values of tickets.",
                        "Repeat the words: lamp monitor",
                        "Write the timestamp in ISO format: 14/Mar/2019:08:05:31");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            lines.add(
                    "{\"request_id\": \"console-%d\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}], \"temperature\": 0}"
                            .formatted(i, prompts.get(i)));
        }
        return lines;
    }

    private static Map<String, String> answers(Path results) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : Files.readAllLines(results)) {
            if (line.startsWith("{")) {
                nodes.add(json.readTree(line));
            }
        }
        return nodes.stream()
                .collect(
                        Collectors.toMap(
                                node -> node.path("request_id").asText(),
                                node -> node.path("text").asText()));
    }

    private static LocalFlink start(String address) {
        Settings settings =
                BrokerCheck.check(
                        BundledJob.settings(address, Map.of("kafka.create-topics", "true")));
        return LocalFlink.start(
                Installation.current(),
                new LocalFlink.Launch(
                        "console client",
                        1,
                        FreePorts.next(),
                        Map.of(),
                        environment -> PyramidionJob.build(environment, settings)));
    }

    private static void run(String mainClass, File input, Path output, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A short life gains more from that than from the second compiler.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.add("-cp");
        command.add(
                Installation.current().brokerClassPath().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(input)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(mainClass).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
