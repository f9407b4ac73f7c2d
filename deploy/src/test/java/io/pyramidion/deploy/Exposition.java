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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cluster's processes show to Prometheus.
 *
 * @param labels every metric's name, with the names of its labels
 */
record Exposition(Map<String, Set<String>> labels) {

    private static final Path LIST =
            Yaml.ROOT.resolve("deploy/src/test/resources/exposed-metrics.txt");
    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_0-9:]+)(?:\\{(.*)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_0-9]+)=\"");

    /** Asks processes by their ports on loopback. */
    static Exposition of(int... ports) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Arrays.stream(ports)
                .mapToObj(Exposition::get)
                .flatMap(String::lines)
                .forEach(line -> add(line, labels));
        return new Exposition(labels);
    }

    /** The metrics that a test of a real cluster has found, as they were written down. */
    static Exposition listed() {
        Map<String, Set<String>> labels = new TreeMap<>();
        Yaml.text(LIST)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", -1))
                .forEach(
                        words ->
                                labels.put(
                                        words[0],
                                        new TreeSet<>(Arrays.asList(words[1].split(",")))));
        return new Exposition(labels);
    }

    Set<String> names() {
        return labels.keySet();
    }

    void write() {
        StringBuilder text =
                new StringBuilder(
                        "# What a cluster shows to Prometheus, with the names of the labels. ImageITCase checks it, and writes it with\n"
                                + "# -Dpyramidion.write-docs=true.\n");
        labels.forEach(
                (name, of) ->
                        text.append(name).append(' ').append(String.join(",", of)).append('\n'));
        try {
            Files.writeString(LIST, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String line, Map<String, Set<String>> labels) {
        Matcher sample = SAMPLE.matcher(line);
        if (!line.startsWith("#") && sample.find()) {
            Set<String> names = labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2))
                        .results()
                        .forEach(label -> names.add(label.group(1)));
            }
        }
    }

    private static String get(int port) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
