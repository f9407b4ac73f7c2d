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
package io.pyramidion.cli.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.cli.cluster.RunCommand;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of {@code pyramidion run --console}, with the bundled models. With {@code
 * -Dpyramidion.write-docs=true} it takes the documentation's pictures.
 */
class ConsoleITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("Console: (\\S+)");
    private static final Duration START = Duration.ofMinutes(2);
    private static final boolean WRITES_DOCS = Boolean.getBoolean("pyramidion.write-docs");
    private static final String STORY = "Continue the story: The old clock struck";

    @TempDir private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void answersWhatIsTypedAndShowsTheJob() throws Exception {
        try (LocalBroker broker = LocalBroker.start()) {
            StringWriter out = new StringWriter();
            CommandLine command = new CommandLine(new RunCommand());
            command.setOut(new PrintWriter(out, true));
            Thread job = new Thread(() -> command.execute(arguments(broker)), "run");
            job.start();
            try {
                await().atMost(START).until(() -> ADDRESS.matcher(out.toString()).find());
                Matcher address = ADDRESS.matcher(out.toString());
                assertThat(address.find()).isTrue();
                URI page = URI.create(address.group(1));
                speaksToPrograms(page);
                Optional<Path> program = Chromium.find();
                if (program.isPresent()) {
                    try (Chromium chromium = Chromium.start(program.get(), folder)) {
                        speaksToPeople(chromium, page);
                    }
                }
            } finally {
                job.interrupt();
                job.join();
            }
        }
    }

    private static String[] arguments(LocalBroker broker) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--console", "0", "--kafka.create-topics", "true"));
        arguments.addAll(List.of("--kafka.bootstrap-servers", broker.bootstrapServers()));
        arguments.addAll(List.of("--flink.rest.port", String.valueOf(FreePorts.next())));
        arguments.addAll(List.of("--engine.kv-memory", WRITES_DOCS ? "720 mb" : "128 mb"));
        for (String model : new String[] {"target", "qualifier", "draft"}) {
            String path = Installation.current().model(model).toString();
            arguments.addAll(List.of("--model." + model, path));
        }
        return arguments.toArray(String[]::new);
    }

    private void speaksToPrograms(URI page) throws Exception {
        HttpResponse<Stream<String>> events =
                client.send(
                        HttpRequest.newBuilder(page.resolve("events")).build(),
                        HttpResponse.BodyHandlers.ofLines());
        HttpResponse<String> sent =
                client.send(
                        HttpRequest.newBuilder(page.resolve("prompt"))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"prompt\":\"%s\",\"max_tokens\":20,\"temperature\":0}"
                                                        .formatted(STORY)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        String id = JSON.readTree(sent.body()).at("/request_ids/0").asText();
        StringBuilder streamed = new StringBuilder();
        try (Stream<String> lines = events.body()) {
            Iterator<String> data =
                    lines.filter(line -> line.startsWith("data: "))
                            .map(line -> line.substring("data: ".length()))
                            .iterator();
            JsonNode result =
                    next(
                            data,
                            event -> {
                                if (event.has("first_position")) {
                                    streamed.append(event.path("text").asText());
                                }
                                return event.path("request_id").asText().equals(id)
                                        && event.has("usage");
                            });
            assertThat(result.path("text").asText()).isNotBlank().isEqualTo(streamed.toString());
            JsonNode sample =
                    next(data, event -> event.path("generated").asLong() > 0 && event.has("plan"));
            assertThat(sample.path("state").asText()).isEqualTo("RUNNING");
            assertThat(sample.at("/plan/reason").asText()).isNotBlank();
            assertThat(sample.path("stages")).isNotEmpty();
        }
    }

    private static JsonNode next(Iterator<String> data, Predicate<JsonNode> wanted)
            throws Exception {
        JsonNode event = JSON.readTree(data.next());
        while (!wanted.test(event)) {
            event = JSON.readTree(data.next());
        }
        return event;
    }

    private static void speaksToPeople(Chromium chromium, URI page) throws Exception {
        chromium.size(1400, 900, false);
        chromium.open(page);
        await().atMost(START)
                .until(
                        () ->
                                chromium.text("document.getElementById('state').textContent")
                                        .equals("running"));
        type(chromium, "Write the date in ISO format: June 7, 1931", 1, 30);
        await().atMost(START).until(() -> done(chromium) == 2);
        assertThat(chromium.text("document.querySelector('.text').textContent"))
                .contains("1931-06-07");
        assertThat(chromium.text("document.querySelector('.end').textContent"))
                .matches("stop · first after .* · [\\d.]+ accepted per round");
        picture(chromium, "console-idle");
        if (WRITES_DOCS) {
            underLoad(chromium);
        }
    }

    /** The real job, all fifty at once: it needs the memory of more slots than the test has. */
    private static void underLoad(Chromium chromium) throws Exception {
        type(chromium, STORY, 50, 400);
        await().atMost(START).until(() -> longest(chromium) > 120);
        chromium.size(1400, 1300, false);
        picture(chromium, "console-load");
        chromium.size(1400, 1300, true);
        picture(chromium, "console-dark");
    }

    private static void type(Chromium chromium, String prompt, int times, int tokens)
            throws Exception {
        chromium.evaluate(
                """
                document.getElementById('prompt').value = %s;
                document.getElementById('times').value = %d;
                document.getElementById('max-tokens').value = %d;
                document.querySelector('form button').click()"""
                        .formatted(JSON.writeValueAsString(prompt), times, tokens));
    }

    private static int done(Chromium chromium) throws Exception {
        return number(chromium, "[...streams.all.values()].filter(each => each.done).length");
    }

    private static int longest(Chromium chromium) throws Exception {
        return number(
                chromium,
                "Math.max(...[...streams.all.values()].filter(each => !each.done)"
                        + ".map(each => each.texts.get(0)?.tokens ?? 0))");
    }

    private static int number(Chromium chromium, String expression) throws Exception {
        return chromium.evaluate(expression).asInt();
    }

    private static void picture(Chromium chromium, String name) throws Exception {
        if (WRITES_DOCS) {
            Path images = Installation.current().root().resolve("docs/images");
            Files.write(images.resolve(name + ".png"), chromium.picture());
        }
    }
}
