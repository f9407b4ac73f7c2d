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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.kafka.Answers;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.cli.terminal.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Spoken to by plain sockets: HTTP clients do not let one send the headers of an attacker. */
class PageServerTest {

    private static final String FORM = "{\"prompt\":\"Hi\"}";

    private final Broadcast broadcast = new Broadcast();
    private final List<PromptForm> sent = new ArrayList<>();
    private final PageServer server = PageServer.start(0, broadcast, this::desk);
    private final URI address = server.address();
    private final List<Socket> sockets = new ArrayList<>();
    private int failing;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void servesThePageToWhoKnowsItsAddress() throws IOException {
        assertThat(address.toString()).matches("http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{32}/");
        assertThat(get("", "127.0.0.1:" + address.getPort()))
                .startsWith("HTTP/1.1 200 OK")
                .contains("<title>Pyramidion</title>")
                .containsIgnoringCase("Content-Security-Policy: default-src 'self';")
                .containsIgnoringCase("X-Content-Type-Options: nosniff");
        assertThat(get("console.js", "localhost:9")).startsWith("HTTP/1.1 200 OK");
        assertThat(get("console.css", "[::1]")).startsWith("HTTP/1.1 200 OK");
        assertThat(get("../console.js", "localhost")).startsWith("HTTP/1.1 404");
        assertThat(get("PageServer.class", "localhost")).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "127.0.0.1.evil.example",
                "localhost.evil.example:1",
                "127.0.0.1:80:80",
                "evil.example@127.0.0.1",
                "0.0.0.0",
                ""
            })
    void aNameThatResolvesToLoopbackIsNoHost(String host) throws IOException {
        assertThat(get("", host))
                .startsWith("HTTP/1.1 421")
                .contains("Host is '" + host + "'; allowed: 127.0.0.1, localhost and [::1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console.js", "/00000000000000000000000000000000/", "/events"})
    void withoutTheSecretThereIsNothing(String path) throws IOException {
        assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n", ""))
                .startsWith("HTTP/1.1 403")
                .contains("Open the address that pyramidion printed");
    }

    @Test
    void takesAPrompt() throws IOException {
        assertThat(post("Content-Type: application/json; charset=utf-8\r\n", FORM))
                .startsWith("HTTP/1.1 200 OK")
                .contains("{\"request_ids\":[\"page-");
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).prompt()).isEqualTo("Hi");
    }

    @Test
    void saysWhatWasSentIfTheRestWasNot() throws IOException {
        failing = 2;
        assertThat(post("Content-Type: application/json\r\n", "{\"prompt\":\"Hi\",\"times\":3}"))
                .startsWith("HTTP/1.1 200 OK")
                .containsPattern("\\{\"request_ids\":\\[\"page-\\w{8}-3\"],")
                .contains("\"problem\":\"2 of 3 were not sent: too large\"}");
        failing = 3;
        assertThat(post("Content-Type: application/json\r\n", "{\"prompt\":\"Hi\",\"times\":3}"))
                .startsWith("HTTP/1.1 502")
                .endsWith("too large");
    }

    @Test
    void aRequestThatDoesNotComeKeepsNoThread() throws IOException {
        Duration limit = Duration.ofMillis(100);
        try (PageServer impatient = PageServer.start(0, broadcast, this::desk, limit)) {
            String post = "POST %sprompt HTTP/1.1\r\nHost: localhost\r\n";
            String body = "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
            String path = impatient.address().getPath();
            for (String start : List.of("GET ", post.formatted(path) + body)) {
                try (Socket slow = socket(impatient.address())) {
                    write(slow, start);
                    slow.setSoTimeout(20_000);
                    assertThat(ended(slow)).as(start).isTrue();
                }
            }
        }
    }

    @Test
    void aStreamMayLastLongerThanARequest() throws IOException {
        Duration limit = Duration.ofMillis(100);
        try (PageServer impatient = PageServer.start(0, broadcast, this::desk, limit)) {
            BufferedReader stream = watch(impatient.address(), "");
            try (Socket slow = socket(impatient.address())) {
                write(slow, "GET ");
                slow.setSoTimeout(20_000);
                assertThat(ended(slow)).isTrue();
            }
            broadcast.publish(AnswerEvents.asked("a", "Why?"));
            assertThat(next(stream)).contains("Why?");
        }
    }

    /** Samples, texts and refusals are kept apart. */
    @Test
    void aPageThatComesLateGetsAllInOrderAndTextsInSpiteOfManyRefusals() {
        broadcast.publish(AnswerEvents.of(Answers.delta("a", 0, 1, 0, "one")));
        ObjectNode sample = JsonNodeFactory.instance.objectNode().put("t", 1);
        broadcast.publish(PageEvent.of(PageEvent.Kind.SAMPLE, sample));
        broadcast.publish(AnswerEvents.of(Answers.delta("a", 1, 1, 3, "two")));
        for (int i = 0; i < 1000; i++) {
            broadcast.publish(AnswerEvents.of(new FeedEvent.Refused("x".repeat(5000))));
        }
        broadcast.publish(PageEvent.of(PageEvent.Kind.SAMPLE, sample));
        List<Long> ids = ids(broadcast.join(0).orElseThrow());
        assertThat(ids).startsWith(1L, 2L, 3L).endsWith(1004L).isSorted().hasSizeLessThan(50);
    }

    private static List<Long> ids(Browser browser) {
        try {
            byte[] frames = browser.take(Duration.ZERO).orElseThrow();
            return new String(frames, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> Long.valueOf(line.substring(4)))
                    .toList();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The first requests of a form fail, as many as the test says. */
    private Sent desk(PromptForm form) throws Refusal {
        List<Optional<CommandException>> failures = new ArrayList<>();
        for (int i = 0; i < form.requests().size(); i++) {
            failures.add(
                    i < failing
                            ? Optional.of(new CommandException("too large"))
                            : Optional.empty());
        }
        sent.add(form);
        return Sent.of(form.requests(), failures);
    }

    /** Whether the server closes it; a reset is an end, too. */
    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void takesNoneFromAnotherPage() throws IOException {
        String json = "Content-Type: application/json\r\n";
        assertThat(post("Content-Type: text/plain\r\n", FORM))
                .startsWith("HTTP/1.1 415")
                .contains("Content-Type is 'text/plain'; allowed: application/json");
        assertThat(post("", FORM)).startsWith("HTTP/1.1 415");
        assertThat(post(json + "Origin: http://evil.example\r\n", FORM))
                .startsWith("HTTP/1.1 403")
                .contains("Origin is 'http://evil.example'; allowed: this page itself");
        assertThat(post(json + "Origin: null\r\n", FORM)).startsWith("HTTP/1.1 403");
        assertThat(post(json + "Origin: http://localhost\r\n", FORM)).startsWith("HTTP/1.1 200");
        assertThat(sent).hasSize(1);
    }

    @Test
    void refusesOtherMethodsAndLongBodies() throws IOException {
        assertThat(get("prompt", "localhost"))
                .startsWith("HTTP/1.1 405")
                .contains("Method is GET; allowed: POST");
        assertThat(post("Content-Type: application/json\r\n", "x".repeat(PageServer.MAX_BODY + 1)))
                .startsWith("HTTP/1.1 413")
                .contains("The body is longer than allowed: 131072 bytes");
        assertThat(sent).isEmpty();
    }

    @Test
    void streamsWhatIsPublishedAndContinuesAfterABrokenConnection() throws IOException {
        BufferedReader first = watch("");
        broadcast.publish(AnswerEvents.of(Answers.delta("a", 0, 1, 0, "one\ntwo")));
        assertThat(next(first)).startsWith("id: 1|event: delta|data: {").contains("one\\ntwo");
        broadcast.publish(AnswerEvents.asked("b", "What?"));
        BufferedReader again = watch("Last-Event-ID: 1\r\n");
        assertThat(next(again))
                .isEqualTo("id: 2|event: asked|data: {\"request_id\":\"b\",\"prompt\":\"What?\"}");
    }

    @Test
    void aReaderThatStopsCostsNoMemoryAndHoldsNobodyBack() throws IOException {
        BufferedReader stopped = watch("");
        BufferedReader reading = watch("");
        String text = "x".repeat(50_000);
        for (int i = 0; i < 600; i++) {
            broadcast.publish(AnswerEvents.of(Answers.delta("a", i, 1, 0, text)));
        }
        // All was published at once; a reader gets its share and the number of the rest.
        assertThat(lines(reading, "event: left_out")).contains("event: left_out");
        assertThat(lines(stopped, "event: left_out")).contains("event: left_out");
    }

    @Test
    void tooManyPagesAreRefused() throws IOException {
        for (int i = 0; i < Broadcast.MAX_BROWSERS; i++) {
            watch("");
        }
        assertThat(get("events", "localhost"))
                .startsWith("HTTP/1.1 503")
                .contains("At most 16 pages can watch at once; close one");
        sockets.get(0).close();
        await().until(
                        () -> {
                            broadcast.publish(AnswerEvents.asked("a", "noticed when written to"));
                            return broadcast.browsers() < Broadcast.MAX_BROWSERS;
                        });
    }

    @Test
    void aPortInUseIsOneClearLine() {
        assertThatThrownBy(() -> PageServer.start(address.getPort(), new Broadcast(), this::desk))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "Port %d for the console is in use; choose another with --console PORT, or 0"
                                        .formatted(address.getPort())
                                + " for any that is free");
    }

    private String get(String resource, String host) throws IOException {
        return exchange(
                "GET " + address.getPath() + resource + " HTTP/1.1\r\nHost: " + host + "\r\n", "");
    }

    private String post(String headers, String body) throws IOException {
        return exchange(
                "POST %sprompt HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s"
                        .formatted(address.getPath(), body.length(), headers),
                body);
    }

    private String exchange(String head, String body) throws IOException {
        try (Socket socket = socket()) {
            write(socket, head + "Connection: close\r\n\r\n" + body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private BufferedReader watch(String headers) throws IOException {
        return watch(address, headers);
    }

    private BufferedReader watch(URI page, String headers) throws IOException {
        Socket socket = socket(page);
        sockets.add(socket);
        write(
                socket,
                "GET %sevents HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
                        .formatted(page.getPath(), headers));
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(lines(reader, ": nothing new").get(0)).isEqualTo("HTTP/1.1 200 OK");
        return reader;
    }

    private Socket socket() throws IOException {
        return socket(address);
    }

    private static Socket socket(URI page) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), page.getPort());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The next event, its lines joined. */
    private static String next(BufferedReader reader) throws IOException {
        List<String> lines = lines(reader, "data: ");
        return lines.stream()
                .filter(line -> line.matches("(id|event|data): .*"))
                .collect(Collectors.joining("|"));
    }

    /** Lines up to one that starts so. */
    private static List<String> lines(BufferedReader reader, String last) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(reader.readLine());
        } while (!lines.get(lines.size() - 1).startsWith(last));
        return lines;
    }
}
