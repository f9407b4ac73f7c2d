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
import org.apache.flink.configuration.ReadableConfig;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * Which requests are traced, and where their spans go. Immutable.
 *
 * @param endpoint URL that takes spans, with its path; empty if nothing is traced
 * @param headers HTTP headers sent along; a secret
 * @param serviceName what traces call the job
 * @param sampleRate share of requests without a traceparent that are traced, 0 to 1
 * @param contentLimit maximum number of characters of a text in a span; 0 if spans hold none
 * @param maxQueued maximum number of spans that wait, per subtask
 * @param maxQueuedBytes maximum memory of the spans that wait or are being sent, per subtask
 * @param timeout longest time for a batch of spans
 */
public record TracingSettings(
        String endpoint,
        Map<String, String> headers,
        String serviceName,
        double sampleRate,
        int contentLimit,
        int maxQueued,
        long maxQueuedBytes,
        Duration timeout)
        implements Serializable {

    /** No request is traced. */
    public static final TracingSettings OFF =
            new TracingSettings(
                    "",
                    Map.of(),
                    TracingOptions.SERVICE_NAME.defaultValue(),
                    TracingOptions.SAMPLE_RATE.defaultValue(),
                    0,
                    TracingOptions.MAX_QUEUED.defaultValue(),
                    TracingOptions.MAX_QUEUED_MEMORY.defaultValue().getBytes(),
                    TracingOptions.TIMEOUT.defaultValue());

    private static final String PATH = "/v1/traces";

    /**
     * @throws IllegalArgumentException naming the first value out of its limits
     */
    public TracingSettings {
        if (!endpoint.isEmpty()) {
            TracingOptions.ENDPOINT.check(endpoint);
        }
        TracingOptions.SERVICE_NAME.check(serviceName);
        TracingOptions.SAMPLE_RATE.check(sampleRate);
        TracingOptions.MAX_QUEUED.check(maxQueued);
        TracingOptions.MAX_QUEUED_MEMORY.check(new MemorySize(maxQueuedBytes));
        TracingOptions.TIMEOUT.check(timeout);
        headers = Map.copyOf(headers);
    }

    /**
     * As the options say.
     *
     * @throws IllegalArgumentException naming the first option that cannot be used
     */
    public static TracingSettings of(ReadableConfig config) {
        int limit = TracingOptions.CONTENT_LIMIT.get(config);
        return new TracingSettings(
                TracingOptions.ENDPOINT.find(config).map(TracingSettings::withPath).orElse(""),
                TracingOptions.HEADERS.find(config).map(TracingSettings::parsed).orElse(Map.of()),
                TracingOptions.SERVICE_NAME.get(config),
                TracingOptions.SAMPLE_RATE.get(config),
                TracingOptions.CONTENT.get(config) ? limit : 0,
                TracingOptions.MAX_QUEUED.get(config),
                TracingOptions.MAX_QUEUED_MEMORY.get(config).getBytes(),
                TracingOptions.TIMEOUT.get(config));
    }

    public boolean isOn() {
        return !endpoint.isEmpty();
    }

    private static String withPath(String url) {
        String path = URI.create(url).getRawPath();
        if (path.isEmpty()) {
            return url + PATH;
        }
        return path.equals("/") ? url + PATH.substring(1) : url;
    }

    private static Map<String, String> parsed(String list) {
        Map<String, String> headers = new TreeMap<>();
        for (String entry : list.split(",", -1)) {
            Matcher header = TracingOptions.HEADER.matcher(entry);
            if (header.matches()) {
                headers.put(header.group(1), header.group(2));
            }
        }
        return headers;
    }

    /** Without the headers, which are a secret. */
    @Override
    public String toString() {
        return "TracingSettings[endpoint=" + endpoint + ", serviceName=" + serviceName + "]";
    }
}
