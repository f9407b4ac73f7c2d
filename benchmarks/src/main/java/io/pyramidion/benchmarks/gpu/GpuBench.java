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

import io.pyramidion.benchmarks.decode.DecodeBench;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.engine.decoder.DecoderLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The decode benchmark at the paper's sizes on a CUDA device. Where DJL's libtorch has CUDA the
 * engine itself runs; where only Python's PyTorch has, a driver of the same decoder program times
 * passes and rounds; where neither has, nothing is measured.
 */
@Command(
        name = "gpu",
        description =
                "Measures the paper's shapes, enlarged in memory, in bfloat16 on a CUDA device.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GpuBench implements Callable<Integer> {

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--models",
            defaultValue = "models",
            paramLabel = "DIR",
            description =
                    "Directory of draft, qualifier, target and golden.jsonl (${DEFAULT-VALUE}).")
    private Path models;

    @Option(
            names = "--python",
            defaultValue = "python3",
            description = "Python with PyTorch, used if DJL has no CUDA (${DEFAULT-VALUE}).")
    private String python;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,4,16",
            description = "Batch sizes (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--out",
            defaultValue = "target/bench/gpu",
            description = "Directory of report, CSV files and plots (${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--quick", description = "A smoke test: few tokens, one batch size.")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter console = spec.commandLine().getOut();
        String device = new DecoderLoader(1).device();
        if (!device.equals("cpu")) {
            console.println("The engine itself runs on " + device + ".");
            return inEngine();
        }
        GpuDriver driver = new GpuDriver(python);
        String found = driver.probe();
        if (found.isEmpty()) {
            console.println(
                    "No CUDA device: DJL's libtorch computes on the CPU and "
                            + python
                            + " sees none either; nothing was measured.");
            return 0;
        }
        console.println("DJL's libtorch has no CUDA; " + python + " drives " + found + ".");
        Files.createDirectories(out);
        new GpuRounds(driver, models, quick ? List.of(1) : batches, quick ? 8 : 40)
                .measure(out, Machine.command(spec));
        console.println("Report: " + out.resolve("report.md"));
        return 0;
    }

    private int inEngine() {
        CommandLine decode = new CommandLine(new DecodeBench());
        decode.setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
        String sizes = String.join(",", batches.stream().map(String::valueOf).toList());
        String[] arguments = {
            "--models",
            models.toString(),
            "--inflate",
            "paper",
            "--weights",
            "bfloat16",
            "--batches",
            sizes,
            "--out",
            out.toString(),
            "--quick=" + quick
        };
        return decode.execute(arguments);
    }
}
