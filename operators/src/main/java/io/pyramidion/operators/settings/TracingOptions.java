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
package io.pyramidion.operators.settings;

import org.apache.flink.configuration.MemorySize;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.apache.flink.configuration.ConfigOptions.key;

/** Where spans of requests go, of which requests, and how much they tell. */
public final class TracingOptions {

    /** A name of HTTP, and a value without the characters that end it. */
    static final Pattern HEADER =
            Pattern.compile("\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*=\\s*([\\x21-\\x7e ]*?)\\s*");

    /** What Java's client refuses to be given, and what describes the body. */
    private static final List<String> SET_BY_THE_CLIENT =
            List.of(
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "upgrade");

    private static final Limit<String> URL =
            new Limit<>(
                    "String",
                    TracingOptions::isUrl,
                    "an http or https URL with a host, without user, query or fragment, for"
                            + " example http://collector:4318");

    private static final Limit<String> HEADER_LIST =
            new Limit<>(
                    "String",
                    value ->
                            List.of(value.split(",", -1)).stream()
                                    .allMatch(TracingOptions::isHeader),
                    "names and values of HTTP headers, name=value, separated by commas; not those"
                            + " that the client sets: "
                            + String.join(", ", SET_BY_THE_CLIENT));

    public static final BoundedOption<String> ENDPOINT =
            BoundedOption.of(
                    key("pyramidion.tracing.endpoint")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "URL that spans are sent to, by OTLP over HTTP (protobuf)."
                                            + " /v1/traces is added to a URL without a path."
                                            + " Default: none, no request is traced."),
                    URL);

    public static final BoundedOption<String> HEADERS =
            BoundedOption.of(
                            key("pyramidion.tracing.headers")
                                    .stringType()
                                    .noDefaultValue()
                                    .withDescription(
                                            "HTTP headers that are sent with the spans, such as"
                                                    + " a token: authorization=Bearer ..., as"
                                                    + " name=value, separated by commas. The"
                                                    + " dashboard hides them. Default: none."),
                            HEADER_LIST)
                    .asSecret();

    public static final BoundedOption<String> SERVICE_NAME =
            BoundedOption.of(
                    key("pyramidion.tracing.service-name")
                            .stringType()
                            .defaultValue("pyramidion")
                            .withDescription("The job's name in the traces (service.name)."),
                    Limit.text());

    public static final BoundedOption<Double> SAMPLE_RATE =
            BoundedOption.of(
                    key("pyramidion.tracing.sample-rate")
                            .doubleType()
                            .defaultValue(1.0)
                            .withDescription(
                                    "Share of the requests without a traceparent that are"
                                            + " traced. A request with a traceparent is traced"
                                            + " if its sampled flag says so."),
                    new Limit<>("Double", rate -> rate >= 0 && rate <= 1, "a number, 0 to 1"));

    public static final BoundedOption<Boolean> CONTENT =
            BoundedOption.of(
                    key("pyramidion.tracing.content")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether spans hold prompts, texts and the words of errors,"
                                            + " which may quote a request."),
                    Limit.trueOrFalse());

    public static final BoundedOption<Integer> CONTENT_LIMIT =
            BoundedOption.of(
                    key("pyramidion.tracing.content-limit")
                            .intType()
                            .defaultValue(4096)
                            .withDescription(
                                    "With tracing.content, the maximum number of characters of"
                                            + " each message and each text in a span. What is"
                                            + " longer is cut."),
                    Limit.between(1, 1 << 20));

    public static final BoundedOption<Integer> MAX_QUEUED =
            BoundedOption.of(
                    key("pyramidion.tracing.max-queued")
                            .intType()
                            .defaultValue(2048)
                            .withDescription(
                                    "Maximum number of spans that wait to be sent, per subtask."
                                            + " Further ones are dropped and counted."),
                    Limit.between(16, 1 << 20));

    public static final BoundedOption<MemorySize> MAX_QUEUED_MEMORY =
            BoundedOption.of(
                    key("pyramidion.tracing.max-queued-memory")
                            .memoryType()
                            .defaultValue(MemorySize.ofMebiBytes(32))
                            .withDescription(
                                    "Maximum memory of the spans that wait or are being sent, per"
                                            + " subtask, in the Java heap. Further ones are"
                                            + " dropped and counted. With tracing.content, spans"
                                            + " may be large."),
                    Limit.between(
                            MemorySize.ofMebiBytes(1),
                            MemorySize.ofMebiBytes(4096),
                            MemorySize.ofMebiBytes(32)));

    public static final BoundedOption<Duration> TIMEOUT =
            BoundedOption.of(
                    key("pyramidion.tracing.timeout")
                            .durationType()
                            .defaultValue(Duration.ofSeconds(10))
                            .withDescription(
                                    "Longest time that the collector has to take a batch of"
                                            + " spans, further tries included. After it the"
                                            + " batch is dropped and counted."),
                    Limit.between(
                            Duration.ofMillis(100), Duration.ofMinutes(5), Duration.ofSeconds(10)));

    private TracingOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<BoundedOption<?>> all() {
        return List.of(
                ENDPOINT,
                HEADERS,
                SERVICE_NAME,
                SAMPLE_RATE,
                CONTENT,
                CONTENT_LIMIT,
                MAX_QUEUED,
                MAX_QUEUED_MEMORY,
                TIMEOUT);
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean web =
                    Optional.ofNullable(uri.getScheme())
                            .filter(s -> s.equalsIgnoreCase("http") || s.equalsIgnoreCase("https"))
                            .isPresent();
            return web
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isHeader(String entry) {
        Matcher header = HEADER.matcher(entry);
        return header.matches()
                && !header.group(2).isEmpty()
                && !SET_BY_THE_CLIENT.contains(header.group(1).toLowerCase(Locale.ROOT));
    }
}
