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
package io.pyramidion.benchmarks.decode;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.options.Pairs;
import io.pyramidion.benchmarks.passes.ReadBandwidth;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Runner;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.decoder.Divergence;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * How fast each way of generating is, and why: speed, acceptance, times of forward passes. The ways
 * take turns on the same prompts, so that the machine's moods hit all alike.
 */
@Command(
        name = "decode",
        description =
                "Compares plain decoding, two-model speculation and the pyramid's modes on stories and tasks.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DecodeBench implements Callable<Integer> {

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,4,16",
            description = "Batch sizes (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--sets",
            split = ",",
            defaultValue = "stories,tasks",
            description = "Sets of prompts: stories, tasks (${DEFAULT-VALUE}).")
    private List<String> sets;

    @Option(
            names = "--repeats",
            defaultValue = "5",
            description = "Number of repeats, each with other prompts (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--prompts",
            defaultValue = "4",
            description = "Number of prompts in a repeat, at least one batch (${DEFAULT-VALUE}).")
    private int prompts;

    @Option(
            names = "--tokens",
            defaultValue = "40",
            description = "Maximum number of tokens for a prompt (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--temperature",
            defaultValue = "0.7",
            description = "Sampling temperature (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--sd-lengths",
            split = ",",
            defaultValue = "2,4",
            description = "Lengths of two-model speculation (${DEFAULT-VALUE}).")
    private List<Integer> sdLengths;

    @Option(
            names = "--lengths",
            split = ",",
            defaultValue = "4:2,8:4",
            description = "Lengths ℓQ:ℓD of the pyramid (${DEFAULT-VALUE}).")
    private List<String> lengths;

    @Option(
            names = "--tau",
            defaultValue = "0.3:0.4",
            description = "Limits τQ:τT of assisted (τT) and fuzzy (${DEFAULT-VALUE}).")
    private String tau;

    @Option(
            names = "--divergence",
            defaultValue = "js",
            description = "js, tv, kl, kl-reversed or logit (${DEFAULT-VALUE}).")
    private String divergence;

    @Option(
            names = "--out",
            defaultValue = "target/bench/decode",
            description = "Directory of report, CSV files and plots (${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--quick", description = "A smoke test: few tokens, one batch size.")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        if (quick) {
            batches = List.of(2);
            repeats = 1;
            prompts = 2;
            tokens = 8;
            sdLengths = List.of(2);
            lengths = List.of("4:2");
        }
        Files.createDirectories(out);
        PrintWriter console = spec.commandLine().getOut();
        List<Way> ways = ways();
        double bandwidth = ReadBandwidth.measure(family.threads());
        try (Family models = family.load()) {
            DecodeResults results = new DecodeResults(models, ways, bandwidth);
            List<Prompt> all = Prompt.read(family.models(), models.pyramid().tokenizer());
            for (int batch : batches) {
                measure(models, results, all, batch, console);
            }
            DecodeReport report = new DecodeReport(results, settings(), out);
            report.write(Machine.describe(Machine.command(spec), models, family));
        }
        console.println("Report: " + out.resolve("report.md"));
        return 0;
    }

    private void measure(
            Family models,
            DecodeResults results,
            List<Prompt> all,
            int batch,
            PrintWriter console) {
        int longest = all.stream().mapToInt(prompt -> prompt.tokens().length).max().orElseThrow();
        int count = (Math.max(prompts, batch) + batch - 1) / batch * batch;
        try (Runner runner = new Runner(models.pyramid(), batch, longest, tokens, temperature)) {
            for (String set : sets) {
                List<Prompt> pool = pool(set, all);
                for (Way way : results.ways()) {
                    runner.run(way, Prompt.some(pool, 0, batch), 1, Math.min(tokens, 12));
                }
                long start = System.nanoTime();
                for (int repeat = 0; repeat < repeats; repeat++) {
                    List<Prompt> some = Prompt.some(pool, repeat * count, count);
                    for (Way way : results.ways()) {
                        Run run = runner.run(way, some, repeat * count, tokens);
                        results.add(new DecodeResults.Cell(set, batch, way), run);
                    }
                }
                console.printf(
                        "batch %d, %s: %d ways, %d repeats in %.0f s%n",
                        batch,
                        set,
                        results.ways().size(),
                        repeats,
                        (System.nanoTime() - start) / 1e9);
                console.flush();
            }
        }
    }

    private static List<Prompt> pool(String set, List<Prompt> all) {
        return switch (set) {
            case "stories" -> Prompt.stories(all);
            case "tasks" -> Prompt.tasks(all);
            default -> throw new BenchException("--sets has " + set + "; allowed: stories, tasks");
        };
    }

    private List<Way> ways() {
        Divergence measure = Divergence.of(divergence, "--divergence");
        double[] limits = Pairs.decimals("--tau", tau);
        List<Way> ways = new ArrayList<>();
        ways.add(Way.PLAIN);
        sdLengths.forEach(length -> ways.add(Way.sdDraft(length)));
        sdLengths.forEach(length -> ways.add(Way.sd(length)));
        for (double[] limit : new double[][] {{0, 0}, {0, limits[1]}, limits}) {
            for (String pair : lengths) {
                int[] length = Pairs.wholes("--lengths", pair);
                ways.add(Way.pyramid(length[0], length[1], limit[0], limit[1], measure));
            }
        }
        return ways;
    }

    private String settings() {
        return "Temperature %.2g, at most %d tokens a prompt, medians of %d repeats on %s prompts each, divergence %s."
                .formatted(temperature, tokens, repeats, "at least " + prompts, divergence);
    }
}
