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
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The paper's ablation: speed at batch size 1 over lengths and limits, with the accuracy on tasks
 * and what the target thinks of stories. Speed is measured with the models as enlarged; texts are
 * judged with the models as they are, which write the same sooner.
 */
@Command(
        name = "ablation",
        description =
                "Sweeps lengths and limits as the PyramidSD paper does: speed, quality, and the throughput model's prediction.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AblationBench implements Callable<Integer> {

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
                    "Number of texts for each prompt by which settings are judged (${DEFAULT-VALUE}).")
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
        int judged = quick ? 2 : Integer.MAX_VALUE;
        Sweep sweep =
                new Sweep(
                        ways,
                        new Sweep.Scale(repeats, prompts, seeds, judged, tokens),
                        temperature,
                        this::say);
        try (Family models = family.load();
                Family small = family.loadSmall()) {
            ForwardTimes times = new ForwardTimes(models, temperature);
            List<Prompt> all = Prompt.read(family.models(), models.pyramid().tokenizer());
            AblationResults<TaskQuality> tasks = new AblationResults<>(times);
            sweep.speed(models.pyramid(), Prompt.tasks(all), tasks);
            sweep.quality(
                    small.pyramid(),
                    Prompt.tasks(all),
                    tasks,
                    (own, target, count) -> TaskQuality.of(own, target));
            AblationResults<StoryQuality> stories = new AblationResults<>(times);
            sweep.speed(models.pyramid(), Prompt.stories(all), stories);
            sweep.quality(small.pyramid(), Prompt.stories(all), stories, StoryQuality::of);
            new AblationReport(tasks, new StoryReport(stories, out), paper, settings(all), out)
                    .write(Machine.describe(Machine.command(spec), models, family));
        }
        say("Report: " + out.resolve("report.md"));
        return 0;
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

    private String settings(List<Prompt> all) {
        return ("Temperature %.2g, at most %d tokens a prompt, divergence %s. Speed: batch size 1, medians of %d repeats on %d"
                        + " prompts each, the settings in turn. Texts: %d tasks and %d stories, %d of each.")
                .formatted(
                        temperature,
                        tokens,
                        divergence,
                        repeats,
                        prompts,
                        Prompt.tasks(all).size(),
                        Prompt.stories(all).size(),
                        seeds);
    }

    private void say(String line) {
        PrintWriter console = spec.commandLine().getOut();
        console.println(line);
        console.flush();
    }
}
