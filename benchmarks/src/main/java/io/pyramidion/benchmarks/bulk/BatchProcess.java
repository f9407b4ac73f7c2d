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
package io.pyramidion.benchmarks.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.local.Installation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code bin/pyramidion batch} in a process of its own. */
final class BatchProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path log;
    private final BufferedReader lines;

    /**
     * Starts it.
     *
     * @param log takes its standard error
     */
    BatchProcess(List<String> arguments, Path log) throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>();
        command.add(Installation.current().root().resolve("bin/pyramidion").toString());
        command.add("batch");
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    long id() {
        return process.pid();
    }

    /** The next numbers that it tells, about once a second; empty when it has ended. */
    Optional<JsonNode> next() throws IOException {
        String line = lines.readLine();
        return line == null ? Optional.empty() : Optional.of(JSON.readTree(line));
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Waits for its end.
     *
     * @throws BenchException with its last words, if it failed
     */
    void await() throws IOException, InterruptedException {
        int status = process.waitFor();
        if (status != 0) {
            List<String> told = Files.readAllLines(log);
            String last = told.isEmpty() ? "nothing" : told.get(told.size() - 1);
            throw new BenchException("batch ended with %d: %s".formatted(status, last));
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        lines.close();
    }
}
