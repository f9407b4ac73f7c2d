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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.options.Pairs;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Runner;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.decoder.Divergence;
import io.pyramidion.engine.speculation.ModelRole;
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
 * The paper's ablation: speed at batch size 1 and task accuracy over lengths and limits. Speed is
 * measured with the models as enlarged; accuracy with the models as they are, which write the same
 * text sooner.
 */
@Command(
        name = "ablation",
        description =
                "Sweeps lengths and limits as the PyramidSD paper does: speed, accuracy, and the throughput model's prediction.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AblationBench implements Callable<Integer> {

    private static final int QUALITY_BATCH = 16;
    private static final int PASSES = 3;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Option(
            names = "--full",
            description = "Run the paper's whole grid: 886 settings, which takes hours.")
    private boolean full;

    @Option(
            names = "--sd-lengths",
            split = ",",
            defaultValue = "1,2,3,5",
            description = "Lengths of two-model speculation (${DEFAULT-VALUE}).")
    private List<Integer> sdLengths;

    @Option(
            names = "--lengths",
            split = ",",
            defaultValue = "3:1,4:2,6:3,10:4",
            description = "Lengths ℓQ:ℓD of the pyramid (${DEFAULT-VALUE}).")
    private List<String> lengths;

    @Option(
            names = "--taus",
            split = ",",
            defaultValue = "0.2,0.4",
            description = "Limits (${DEFAULT-VALUE}).")
    private List<Double> taus;

    @Option(
            names = "--divergence",
            defaultValue = "js",
            description = "js, tv, kl, kl-reversed or logit (${DEFAULT-VALUE}).")
    private String divergence;

    @Option(
            names = "--repeats",
            defaultValue = "5",
            description = "Number of repeats, each with other prompts (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--prompts",
            defaultValue = "5",
            description = "Number of prompts in a repeat (${DEFAULT-VALUE}).")
    private int prompts;

    @Option(
            names = "--seeds",
            defaultValue = "2",
            description =
                    "Number of answers to each task that count for accuracy (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--tokens",
            defaultValue = "64",
            description = "Maximum number of tokens for a prompt (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--temperature",
            defaultValue = "0.7",
            description = "Sampling temperature (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--out",
            defaultValue = "target/bench/ablation",
            description = "Directory of report, CSV files and plots (${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--quick", description = "A smoke test: few settings, prompts and tokens.")
    private boolean quick;

    private int longestPrompt;

    @Override
    public Integer call() throws IOException {
        if (quick) {
            sdLengths = List.of(2);
            lengths = List.of("4:2");
            taus = List.of(0.3);
            repeats = 1;
            prompts = 2;
            seeds = 1;
            tokens = 6;
        }
        Files.createDirectories(out);
        List<Way> ways = grid().ways();
        // Before the hours of measuring: what cannot be reported need not be measured.
        PaperTable paper = PaperTable.read();
        try (Family models = family.load()) {
            AblationResults results = new AblationResults(new ForwardTimes(models, temperature));
            List<Prompt> all = Prompt.read(family.models(), models.pyramid().tokenizer());
            List<Prompt> tasks = Prompt.tasks(all);
            longestPrompt =
                    tasks.stream().mapToInt(task -> task.tokens().length).max().orElseThrow();
            measureSpeed(models, ways, tasks, results);
            try (Family small = family.loadSmall()) {
                measureQuality(small, ways, tasks, results);
            }
            new AblationReport(results, paper, settings(tasks.size()), out)
                    .write(Machine.describe(Machine.command(spec), models, family));
        }
        console().println("Report: " + out.resolve("report.md"));
        return 0;
    }

    private void measureSpeed(
            Family models, List<Way> ways, List<Prompt> tasks, AblationResults results) {
        try (Runner runner = new Runner(models.pyramid(), 1, longestPrompt, tokens, temperature)) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                long start = System.nanoTime();
                List<Prompt> some = Prompt.some(tasks, repeat * prompts, prompts);
                measurePasses(results.times(), ways);
                for (Way way : ways) {
                    if (repeat == 0) {
                        runner.run(way, some.subList(0, 1), 0, tokens / 4 + 1);
                    }
                    results.add(way, runner.run(way, some, repeat * prompts, tokens));
                }
                say("speed, repeat %d of %d: %.0f s", repeat + 1, repeats, seconds(start));
            }
        }
    }

    private void measurePasses(ForwardTimes times, List<Way> ways) {
        int longest = ways.stream().mapToInt(Way::length).max().orElseThrow();
        times.measure(ModelRole.DRAFT, 1, PASSES);
        times.measure(ModelRole.DRAFT, 2, PASSES);
        for (int width = 1; width <= longest + 1; width += width < 6 ? 1 : width / 3) {
            times.measure(ModelRole.QUALIFIER, width, PASSES);
            times.measure(ModelRole.TARGET, width, PASSES);
        }
        times.measure(ModelRole.TARGET, longest + 1, PASSES);
        times.measure(ModelRole.QUALIFIER, longest + 1, PASSES);
    }

    private void measureQuality(
            Family models, List<Way> ways, List<Prompt> tasks, AblationResults results) {
        long start = System.nanoTime();
        int batch = Math.min(QUALITY_BATCH, quick ? 2 : tasks.size());
        List<Prompt> asked = quick ? tasks.subList(0, 2) : tasks;
        try (Runner runner =
                new Runner(models.pyramid(), batch, longestPrompt, tokens, temperature)) {
            List<Run.Output> target = answers(runner, Way.PLAIN, asked);
            for (Way way : ways) {
                if (way.method() == Way.Method.PLAIN) {
                    results.add(way, Quality.of(target, target));
                } else if (!way.isLossless()) {
                    results.add(way, Quality.of(answers(runner, way, asked), target));
                }
            }
        }
        say("accuracy, %d tasks, %d seeds: %.0f s", asked.size(), seeds, seconds(start));
    }

    private List<Run.Output> answers(Runner runner, Way way, List<Prompt> asked) {
        List<Run.Output> outputs = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            outputs.addAll(runner.run(way, asked, 1000L * seed, tokens).outputs());
        }
        return outputs;
    }

    private AblationGrid grid() {
        Divergence measure = Divergence.of(divergence, "--divergence");
        return full
                ? AblationGrid.full(measure)
                : new AblationGrid(
                        sdLengths,
                        lengths.stream().map(pair -> Pairs.wholes("--lengths", pair)).toList(),
                        taus,
                        measure);
    }

    private String settings(int tasks) {
        return ("Temperature %.2g, at most %d tokens a prompt, divergence %s. Speed: batch size 1, medians of %d repeats on %d"
                        + " tasks each, the settings in turn. Accuracy: %d tasks, %d answers each.")
                .formatted(temperature, tokens, divergence, repeats, prompts, tasks, seeds);
    }

    private void say(String format, Object... arguments) {
        console().printf(format + "%n", arguments);
        console().flush();
    }

    private PrintWriter console() {
        return spec.commandLine().getOut();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
