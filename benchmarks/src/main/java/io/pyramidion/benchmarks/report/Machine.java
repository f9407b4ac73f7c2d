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
package io.pyramidion.benchmarks.report;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.engine.decoder.DecoderLoader;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** What a report says of where and how it was made. */
public final class Machine {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Machine() {}

    /** The command line that runs a benchmark, as its user wrote it. */
    public static String command(CommandSpec bench) {
        return "bin/pyramidion bench "
                + String.join(" ", bench.root().commandLine().getParseResult().originalArgs());
    }

    /**
     * Lines of a Markdown list.
     *
     * @param command the command line that was run
     */
    public static List<String> describe(String command, Family family, FamilyOptions options) {
        return describe(command, family.describeWeights(), options);
    }

    /**
     * The same of a benchmark that compares several types of weights.
     *
     * @param weights what it says of them
     */
    public static List<String> describe(String command, String weights, FamilyOptions options) {
        return describe(command, weights, Integer.toString(options.threads()), options);
    }

    /**
     * The same of a benchmark that compares several numbers of threads.
     *
     * @param threads what it says of them
     */
    public static List<String> describe(
            String command, String weights, String threads, FamilyOptions options) {
        return List.of(
                "Command: `" + command + "`",
                "Machine: %s, %d cores, %s memory, %s %s"
                        .formatted(
                                field(PROCESSOR, "model name"),
                                Runtime.getRuntime().availableProcessors(),
                                field(MEMORY, "MemTotal"),
                                System.getProperty("os.name"),
                                System.getProperty("os.version")),
                "Software: Java %s, PyTorch through DJL on %s, %s thread(s) inside an operation"
                        .formatted(
                                System.getProperty("java.version"),
                                new DecoderLoader(options.threads()).device(),
                                threads),
                "Models: %s, %s; weights %s"
                        .formatted(options.models(), options.inflation(), weights),
                "Date: " + LocalDate.now(ZoneOffset.UTC));
    }

    private static String field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown " + name);
        } catch (IOException e) {
            return "unknown " + name;
        }
    }
}
