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
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven by the DevTools protocol. Owns the process. */
final class Chromium implements AutoCloseable, WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ";
    private static final long LIMIT_S = 60;

    private final Process process;
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;
    private String session = "";
    private int calls;

    private Chromium(Process process) {
        this.process = process;
    }

    /** The program, if this machine has it. */
    static Optional<Path> find() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(
                        folder ->
                                Stream.of("chromium", "chromium-browser", "google-chrome")
                                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts with an empty page.
     *
     * @param folder for its profile and temporary files
     */
    static Chromium start(Path program, Path folder) throws Exception {
        // No sandbox: tests may run as root. Without the others it calls hosts of its maker.
        ProcessBuilder command =
                new ProcessBuilder(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + folder,
                                "about:blank")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // What is killed does not clear away its temporary files; they go with the folder.
        command.environment().put("TMPDIR", folder.toString());
        Chromium chromium = new Chromium(command.start());
        try {
            chromium.connect();
            return chromium;
        } catch (Exception e) {
            chromium.close();
            throw e;
        }
    }

    private void connect() throws Exception {
        BufferedReader log =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = log.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = log.readLine();
        }
        if (line == null) {
            throw new IOException("Chromium ended before it listened");
        }
        Thread drain = new Thread(() -> log.lines().forEach(more -> {}), "chromium log");
        drain.setDaemon(true);
        drain.start();
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(line.substring(LISTENING.length()).strip()), this)
                        .get(LIMIT_S, TimeUnit.SECONDS);
        String target =
                call("Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
        session =
                call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .asText();
    }

    /** Sets the size of the page and whether it is dark. */
    void size(int width, int height, boolean dark) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    /** Opens a page and waits until it is there with its scripts. */
    void open(URI address) throws Exception {
        call("Page.navigate", Map.of("url", address.toString()));
        evaluate(
                "new Promise(done => document.readyState === 'complete' ? done()"
                        + " : window.addEventListener('load', done))"
                        + ".then(() => true)");
    }

    /** The value of an expression, of a promise once it is kept. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode answer =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    String text(String expression) throws Exception {
        return evaluate(expression).asText();
    }

    /**
     * A picture of what is seen, PNG. Charts are drawn by the page, in the frame after a change.
     */
    byte[] picture() throws Exception {
        evaluate(
                "new Promise(done => requestAnimationFrame("
                        + "() => requestAnimationFrame(() => done(true))))");
        JsonNode answer = call("Page.captureScreenshot", Map.of("format", "png"));
        return Base64.getDecoder().decode(answer.path("data").asText());
    }

    /** Seconds that the page has taken of its thread so far, for scripts, layout and painting. */
    double busySeconds() throws Exception {
        call("Performance.enable", Map.of());
        for (JsonNode metric : call("Performance.getMetrics", Map.of()).path("metrics")) {
            if (metric.path("name").asText().equals("TaskDuration")) {
                return metric.path("value").asDouble();
            }
        }
        throw new IOException("Chromium tells no TaskDuration");
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        ObjectNode call = JSON.createObjectNode();
        int id = ++calls;
        call.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            call.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        socket.sendText(call.toString(), true).get(LIMIT_S, TimeUnit.SECONDS);
        JsonNode told = answer.get(LIMIT_S, TimeUnit.SECONDS);
        if (told.has("error")) {
            throw new IOException(method + ": " + told.path("error"));
        }
        return told.path("result");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                JsonNode message = JSON.readTree(part.toString());
                CompletableFuture<JsonNode> answer = open.remove(message.path("id").asInt());
                if (answer != null) {
                    answer.complete(message);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        // Its own children write to the profile until they end.
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }
}
