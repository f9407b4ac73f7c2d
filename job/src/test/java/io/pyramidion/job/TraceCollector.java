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

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector on loopback that keeps the spans that it is sent by OTLP over HTTP. */
final class TraceCollector implements AutoCloseable {

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TraceCollector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            ExportTraceServiceRequest.parseFrom(body)
                    .getResourceSpansList()
                    .forEach(
                            resource ->
                                    resource.getScopeSpansList()
                                            .forEach(scope -> spans.addAll(scope.getSpansList())));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** The spans of whole requests so far, by request id and then by span id. */
    Map<String, Map<String, List<Span>>> requests() {
        return spans.stream()
                .filter(span -> text(span, "gen_ai.response.id").isPresent())
                .collect(
                        Collectors.groupingBy(
                                span -> text(span, "gen_ai.response.id").orElseThrow(),
                                Collectors.groupingBy(span -> hex(span.getSpanId()))));
    }

    /** Names of the spans inside of a span, by their ids. */
    Map<String, String> parts(Span whole) {
        return spans.stream()
                .filter(span -> span.getParentSpanId().equals(whole.getSpanId()))
                .collect(
                        Collectors.toMap(
                                span -> hex(span.getSpanId()), Span::getName, (a, b) -> a));
    }

    static Optional<String> text(Span span, String attribute) {
        return value(span, attribute).map(AnyValue::getStringValue);
    }

    static boolean isTrue(Span span, String attribute) {
        return value(span, attribute).filter(AnyValue::getBoolValue).isPresent();
    }

    private static Optional<AnyValue> value(Span span, String attribute) {
        return span.getAttributesList().stream()
                .filter(entry -> entry.getKey().equals(attribute))
                .map(entry -> entry.getValue())
                .findFirst();
    }

    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
