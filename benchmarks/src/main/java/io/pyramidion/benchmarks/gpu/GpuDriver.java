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
package io.pyramidion.benchmarks.gpu;

import io.pyramidion.benchmarks.options.BenchException;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calls the Python driver of the decoder program, {@code gpu_rounds.py}. */
class GpuDriver {

    private static final String SCRIPT = "benchmarks/src/main/python/gpu_rounds.py";
    private static final String PROGRAM =
            "engine/src/main/resources/io/pyramidion/engine/decoder/decoder.pt";

    private final String python;
    private final Path home;

    GpuDriver(String python) {
        this.python = python;
        String set = System.getenv("PYRAMIDION_HOME");
        this.home = Path.of(set == null ? "" : set);
    }

    /** Name of the CUDA device that Python's PyTorch sees; empty if it sees none or is missing. */
    String probe() throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(python, home.resolve(SCRIPT).toString(), "--probe")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (InputStream answer = process.getInputStream()) {
                String name = new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
                return process.waitFor() == 0 ? name : "";
            }
        } catch (IOException e) {
            // No such program: there is no PyTorch to ask.
            return "";
        }
    }

    /** Runs a plan, a JSON file, and writes the result beside it. */
    void run(Path plan, Path result, String... more) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                python,
                                home.resolve(SCRIPT).toString(),
                                home.resolve(PROGRAM).toString(),
                                plan.toString(),
                                result.toString()));
        command.addAll(List.of(more));
        File log = plan.resolveSibling("driver.log").toFile();
        Process process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        if (process.waitFor() != 0) {
            String last =
                    Files.readAllLines(log.toPath()).stream()
                            .filter(line -> !line.isBlank())
                            .reduce("no output", (a, b) -> b);
            throw new BenchException(SCRIPT + " failed: " + last + "; all of it: " + log);
        }
    }
}
