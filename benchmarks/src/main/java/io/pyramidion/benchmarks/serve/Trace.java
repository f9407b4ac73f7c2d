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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.options.BenchException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that came to a service once, in the columns of the Azure LLM inference traces.
 *
 * @param seconds when each came, from the first
 * @param tokens how many tokens each was answered with
 */
record Trace(double[] seconds, int[] tokens) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSSS][.SSSSSS][.SSS]");

    int size() {
        return seconds.length;
    }

    /**
     * Reads a file.
     *
     * @throws BenchException if it is no such trace
     */
    static Trace read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BenchException("the trace " + file + " is not a file");
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            return parse(reader, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The excerpt that comes with this benchmark. */
    static Trace bundled(String name) {
        String file = "azure-" + name + ".csv";
        try (InputStream stream = Trace.class.getResourceAsStream(file);
                Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            return parse(reader, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trace parse(Reader reader, String name) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        List<Double> seconds = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        LocalDateTime first = null;
        try (CSVParser rows = format.parse(reader)) {
            for (CSVRecord row : rows) {
                LocalDateTime time = LocalDateTime.parse(row.get("TIMESTAMP"), TIME);
                first = first == null ? time : first;
                seconds.add(Duration.between(first, time).toNanos() / 1e9);
                tokens.add(Integer.parseInt(row.get("GeneratedTokens")));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BenchException(name + " is not a trace: " + e.getMessage());
        }
        if (seconds.size() < 2) {
            throw new BenchException(name + " has fewer than two requests");
        }
        return new Trace(
                seconds.stream().mapToDouble(Double::doubleValue).toArray(),
                tokens.stream().mapToInt(Integer::intValue).toArray());
    }
}
