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
package io.pyramidion.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.peers.worker.Answers;
import io.pyramidion.peers.worker.Question;
import io.pyramidion.peers.worker.Worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running {@link Worker}. Owns the process and ends it. */
final class WorkerProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS_TO_END = 20;
    private static final long SECONDS_TO_ANSWER = 300;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final Path log;

    private WorkerProcess(Process process, Path log) {
        this.process = process;
        this.out = process.inputReader();
        this.in = process.outputWriter();
        this.log = log;
    }

    /** Starts a worker and waits until it has loaded its models. */
    static WorkerProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        WorkerProcess worker = new WorkerProcess(builder.start(), log);
        try {
            worker.line();
        } catch (IOException e) {
            worker.close();
            throw e;
        }
        return worker;
    }

    Answers ask(Question question) throws IOException {
        in.write(JSON.writeValueAsString(question) + "\n");
        in.flush();
        return JSON.readValue(line(), Answers.class);
    }

    /** What it has used of the processor since it started. */
    double processorSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** The next line that is meant for the benchmark; ends a worker that lets it wait too long. */
    private String line() throws IOException {
        CompletableFuture<Void> watchdog =
                CompletableFuture.runAsync(
                        process::destroyForcibly,
                        CompletableFuture.delayedExecutor(SECONDS_TO_ANSWER, TimeUnit.SECONDS));
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(Worker.MARK)) {
                    return line.substring(Worker.MARK.length());
                }
            }
        } finally {
            watchdog.cancel(false);
        }
        throw new IOException(
                "a worker ended early or gave no answer in %d s; its log: %s"
                        .formatted(SECONDS_TO_ANSWER, log));
    }

    @Override
    public void close() {
        try {
            in.close();
            if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It has ended already, or its input is gone: either way it is not needed any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
