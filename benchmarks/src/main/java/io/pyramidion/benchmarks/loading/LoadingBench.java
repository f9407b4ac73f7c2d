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
package io.pyramidion.benchmarks.loading;

import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.model.ModelDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code pyramidion bench loading}: what loading a model takes, by type of weights. */
@Command(
        name = "loading",
        description =
                "Measures the memory and time that loading a model takes, each type of weights in a process of its own (Linux).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LoadingBench implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--model",
            defaultValue = "models/target",
            paramLabel = "DIR",
            description = "Hugging Face directory (${DEFAULT-VALUE}).")
    private Path model;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "float32,bfloat16,int8,int4",
            description = "Types of weights (${DEFAULT-VALUE}).")
    private List<String> kinds;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads inside one operation (${DEFAULT-VALUE}).")
    private int threads;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelDirectory.open(model);
        List<Precision> precisions =
                kinds.stream().map(kind -> FamilyOptions.precision("--kinds", kind)).toList();
        Table table =
                new Table(
                        "weights",
                        "as kept, MB",
                        "peak, MB",
                        "× as kept",
                        "loaded, MB",
                        "loading, s",
                        "reading alone, s");
        for (Precision precision : precisions) {
            LoadedSize size = load(precision);
            table.add(
                    precision.toString(),
                    Math.round(size.kept() / MEGABYTE),
                    Math.round(size.peak() / MEGABYTE),
                    (double) size.peak() / size.kept(),
                    Math.round(size.after() / MEGABYTE),
                    size.seconds(),
                    size.readingSeconds());
        }
        PrintWriter console = spec.commandLine().getOut();
        console.print(table.toMarkdown());
        console.flush();
        return 0;
    }

    private LoadedSize load(Precision precision) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(LoadedSize.class.getName());
        Path output = Files.createTempFile("pyramidion-loading", ".txt");
        Path figures = Files.createTempFile("pyramidion-loading", ".figures");
        command.addAll(
                List.of(
                        model.toString(),
                        precision.name(),
                        String.valueOf(threads),
                        figures.toString()));
        try {
            int status =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new BenchException(
                        "%s did not load as %s: %s"
                                .formatted(
                                        model,
                                        precision,
                                        String.join(" / ", Files.readAllLines(output))));
            }
            return LoadedSize.parse(figures);
        } finally {
            Files.delete(output);
            Files.delete(figures);
        }
    }
}
