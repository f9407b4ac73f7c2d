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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pyramidion.cli.terminal.CommandException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the page, its stream of events and its form, on loopback only. Owns its threads: one for
 * each browser that watches, and some for everything else.
 */
final class PageServer implements AutoCloseable {

    /** Bytes of a form; a prompt of the most characters fits. */
    static final int MAX_BODY = 128 << 10;

    /** From a connection's first byte to an answer; a browser on this machine needs no second. */
    static final Duration MAX_REQUEST_TIME = Duration.ofSeconds(10);

    private static final int OTHER_THREADS = 8;
    private static final Duration PING = Duration.ofSeconds(10);
    private static final byte[] NOTHING_NEW = ": nothing new\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String EVENTS = "events";
    private static final String PROMPT = "prompt";
    private static final String JSON_TYPE = "application/json";
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Even if a text got into the page as markup, nothing of it would run or load. */
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");

    /** Takes what the form sends. */
    interface Desk {

        /**
         * Sends it to the job.
         *
         * @return what became of it
         * @throws Refusal if nothing of it can be sent now
         */
        Sent send(PromptForm form) throws Refusal;
    }

    private final Gate gate = Gate.create();
    private final Broadcast broadcast;
    private final Desk desk;
    private final HttpServer server;
    private final ExecutorService threads;
    private final TimedRequests requests;

    private PageServer(HttpServer server, Broadcast broadcast, Desk desk, Duration limit) {
        this.server = server;
        this.broadcast = broadcast;
        this.desk = desk;
        this.threads =
                Executors.newFixedThreadPool(
                        Broadcast.MAX_BROWSERS + OTHER_THREADS,
                        task -> {
                            Thread thread = new Thread(task, "console");
                            thread.setDaemon(true);
                            return thread;
                        });
        this.requests = new TimedRequests(threads, limit);
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any that is free
     * @throws CommandException if the port is in use
     */
    static PageServer start(int port, Broadcast broadcast, Desk desk) {
        return start(port, broadcast, desk, MAX_REQUEST_TIME);
    }

    /**
     * The same with another limit.
     *
     * @param limit for a request to come and for what is not a stream to be answered
     */
    static PageServer start(int port, Broadcast broadcast, Desk desk, Duration limit) {
        HttpServer server;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (BindException e) {
            throw new CommandException(
                    "Port "
                            + port
                            + " for the console is in use; choose another with --console PORT, or"
                            + " 0 for any that is free",
                    e);
        } catch (IOException e) {
            throw new CommandException("Cannot serve the console: " + e.getMessage(), e);
        }
        PageServer page = new PageServer(server, broadcast, desk, limit);
        server.setExecutor(page.requests);
        server.createContext("/", page::handle);
        server.start();
        return page;
    }

    /** What to open in a browser; whoever knows it may watch and send prompts. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + gate.path());
    }

    @Override
    public void close() {
        broadcast.close();
        server.stop(0);
        threads.shutdownNow();
        requests.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            try {
                serve(exchange, gate.resource(exchange));
            } catch (Refusal e) {
                send(exchange, e.status(), TEXT_TYPE, e.getMessage());
            }
        }
    }

    private void serve(HttpExchange exchange, String resource) throws IOException, Refusal {
        PageFile file = PageFile.ALL.get(resource);
        if (file != null) {
            require(exchange, "GET");
            send(exchange, 200, file.type(), file.bytes());
        } else if (resource.equals(EVENTS)) {
            require(exchange, "GET");
            stream(exchange);
        } else if (resource.equals(PROMPT)) {
            require(exchange, "POST");
            take(exchange);
        } else {
            throw new Refusal(404, "There is nothing of that name");
        }
    }

    private static void require(HttpExchange exchange, String method) throws Refusal {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new Refusal(
                    405, "Method is " + exchange.getRequestMethod() + "; allowed: " + method);
        }
    }

    private void stream(HttpExchange exchange) throws IOException, Refusal {
        Browser browser =
                broadcast
                        .join(seen(exchange.getRequestHeaders()))
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                503,
                                                "At most "
                                                        + Broadcast.MAX_BROWSERS
                                                        + " pages can watch at once; close one"));
        requests.isRead();
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            Optional<byte[]> next = Optional.of(NOTHING_NEW);
            while (next.isPresent()) {
                out.write(next.get().length == 0 ? NOTHING_NEW : next.get());
                out.flush();
                next = browser.take(PING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            broadcast.leave(browser);
        }
    }

    /** What a browser that lost its connection has seen; browsers send it by themselves. */
    private static long seen(Headers headers) {
        String id = headers.getFirst("Last-Event-ID");
        return id != null && id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
    }

    private void take(HttpExchange exchange) throws IOException, Refusal {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";")[0].strip().equalsIgnoreCase(JSON_TYPE)) {
            throw new Refusal(415, "Content-Type is '" + type + "'; allowed: " + JSON_TYPE);
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new Refusal(413, "The body is longer than allowed: " + MAX_BODY + " bytes");
        }
        PromptForm form = PromptForm.read(body);
        requests.isRead();
        Sent sent = desk.send(form);
        ObjectNode answer = JSON.createObjectNode();
        sent.requestIds().forEach(answer.putArray("request_ids")::add);
        sent.problem().ifPresent(problem -> answer.put("problem", problem));
        send(exchange, 200, JSON_TYPE, answer.toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
