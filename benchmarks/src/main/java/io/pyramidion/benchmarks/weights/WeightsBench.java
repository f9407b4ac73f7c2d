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
package io.pyramidion.benchmarks.weights;

import io.pyramidion.benchmarks.family.Family;
import io.pyramidion.benchmarks.family.FamilyOptions;
import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Machine;
import io.pyramidion.benchmarks.report.Table;
import io.pyramidion.benchmarks.run.MeanDifference;
import io.pyramidion.benchmarks.run.Run;
import io.pyramidion.benchmarks.run.Runner;
import io.pyramidion.benchmarks.run.Way;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.ModelRole;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * {@code pyramidion bench weights}: what types of weights cost. The target's: right answers to
 * tasks, and how likely it finds the stories that it wrote in float32. The draft's and qualifier's:
 * how many of their tokens stand before a target in float32.
 */
@Command(
        name = "weights",
        description =
                "Accuracy, log-probability and acceptance by type of weights, against float32.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class WeightsBench implements Callable<Integer> {

    private static final int BATCH = 16;
    private static final int DRAFTED = 4;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Mixin private FamilyOptions family;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "float32,bfloat16,int8,int4",
            description = "Types of weights (${DEFAULT-VALUE}).")
    private List<String> kinds;

    @Option(
            names = "--seeds",
            defaultValue = "2",
            description = "Number of texts for each prompt (${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--tokens",
            defaultValue = "64",
            description = "Maximum number of tokens of a text (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--temperature",
            defaultValue = "0.7",
            description = "Sampling temperature (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--out",
            defaultValue = "target/bench/weights",
            description = "Directory of report and CSV file (${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--quick", description = "A smoke test: few prompts and tokens.")
    private boolean quick;

    /** What a target in one type of weights wrote, and what it finds of float32's stories. */
    private record Target(List<Run.Output> answers, List<TextJudge.Judged> stories) {}

    @Override
    public Integer call() throws IOException {
        OptionSpec weights = spec.commandLine().getParseResult().matchedOption("--weights");
        if (weights != null) {
            throw new BenchException(
                    "--weights is %s; allowed: no value here; name the types to compare with --kinds"
                            .formatted(String.join(",", weights.originalStringValues())));
        }
        if (quick) {
            seeds = 1;
            tokens = 6;
        }
        List<Precision> types =
                kinds.stream().map(kind -> FamilyOptions.precision("--kinds", kind)).toList();
        Table table =
                new Table(
                        "weights",
                        "right answers, %",
                        "fewer, points",
                        "log-probability",
                        "less, nats",
                        "likeliest the same, %",
                        "draft stands, %",
                        "draft, tokens/round",
                        "qualifier stands, %",
                        "qualifier, tokens/round");
        int texts;
        try (Family reference = family.load(Precision.FLOAT32)) {
            List<Prompt> all = Prompt.read(family.models(), reference.pyramid().tokenizer());
            List<Prompt> tasks = some(Prompt.tasks(all));
            List<Prompt> stories = some(Prompt.stories(all));
            TextJudge judge =
                    new TextJudge(
                            repeated(stories),
                            write(reference, stories).stream().map(Run.Output::tokens).toList());
            Target wanted = target(reference, tasks, judge);
            texts = seeds * (tasks.size() + stories.size());
            for (Precision type : types) {
                List<Object> cells = new ArrayList<>();
                cells.add(type);
                try (Family models = family.load(type)) {
                    cells.addAll(targetCells(target(models, tasks, judge), wanted));
                }
                try (Family models = proposers(type)) {
                    List<Prompt> both = new ArrayList<>(tasks);
                    both.addAll(stories);
                    cells.addAll(
                            acceptance(
                                    models,
                                    both,
                                    Way.sdDraft(DRAFTED),
                                    AcceptanceStage.DRAFT_TARGET));
                    cells.addAll(
                            acceptance(
                                    models,
                                    both,
                                    Way.sd(DRAFTED),
                                    AcceptanceStage.QUALIFIER_TARGET));
                }
                table.add(cells.toArray());
            }
        }
        report(table, texts);
        return 0;
    }

    private List<Prompt> some(List<Prompt> prompts) {
        return quick ? prompts.subList(0, 2) : prompts;
    }

    /** As the texts come: all prompts with one seed, then with the next. */
    private List<Prompt> repeated(List<Prompt> prompts) {
        return Prompt.some(prompts, 0, seeds * prompts.size());
    }

    private List<Run.Output> write(Family models, List<Prompt> prompts) {
        List<Run.Output> outputs = new ArrayList<>();
        try (Runner runner = runner(models, prompts)) {
            for (int seed = 0; seed < seeds; seed++) {
                outputs.addAll(runner.run(Way.PLAIN, prompts, 1000L * seed, tokens).outputs());
            }
        }
        return outputs;
    }

    private Runner runner(Family models, List<Prompt> prompts) {
        int longest =
                prompts.stream().mapToInt(prompt -> prompt.tokens().length).max().orElseThrow();
        return new Runner(
                models.pyramid(), Math.min(BATCH, prompts.size()), longest, tokens, temperature);
    }

    private Target target(Family models, List<Prompt> tasks, TextJudge judge) {
        return new Target(write(models, tasks), judge.judge(models.decoder(ModelRole.TARGET)));
    }

    private Family proposers(Precision type) {
        RoleWeights weights = new RoleWeights(Precision.FLOAT32, type, type);
        return Family.load(family.models(), family.inflation(), weights, family.threads());
    }

    private static List<Object> targetCells(Target own, Target wanted) {
        MeanDifference answers =
                MeanDifference.of(
                        wanted.answers(), own.answers(), output -> output.right() ? 1 : 0);
        List<Run.Output> likelihoods = likelihoods(own);
        MeanDifference less =
                MeanDifference.of(likelihoods(wanted), likelihoods, Run.Output::logProbability);
        int places = own.stories().stream().mapToInt(story -> story.likeliest().length).sum();
        int same =
                IntStream.range(0, own.stories().size())
                        .map(i -> own.stories().get(i).agreesWith(wanted.stories().get(i)))
                        .sum();
        return List.of(
                100 * own.answers().stream().mapToInt(o -> o.right() ? 1 : 0).average().orElse(0),
                "%.1f ± %.1f".formatted(100 * answers.mean(), 100 * answers.error()),
                likelihoods.stream().mapToDouble(Run.Output::logProbability).average().orElse(0),
                "%.4f ± %.4f".formatted(less.mean(), less.error()),
                100.0 * same / places);
    }

    private static List<Run.Output> likelihoods(Target target) {
        return target.stories().stream()
                .map(story -> new Run.Output(story.likeliest(), false, story.logProbability()))
                .toList();
    }

    private List<Object> acceptance(
            Family models, List<Prompt> prompts, Way way, AcceptanceStage stage) {
        try (Runner runner = runner(models, prompts)) {
            Run run = runner.run(way, prompts, 0, tokens);
            return List.of(100 * run.acceptance(stage), run.tokensPerRound());
        }
    }

    private void report(Table table, int texts) throws IOException {
        Files.createDirectories(out);
        table.writeCsv(out.resolve("weights.csv"));
        List<String> machine =
                Machine.describe(Machine.command(spec), String.join(", ", kinds), family);
        String settings =
                "%d texts of at most %d tokens at %.1f; proposals of %d tokens"
                        .formatted(texts, tokens, temperature, DRAFTED);
        Files.writeString(
                out.resolve("report.md"),
                "# Types of weights\n\n- %s\n- %s\n\n%s"
                        .formatted(String.join("\n- ", machine), settings, table.toMarkdown()));
        PrintWriter console = spec.commandLine().getOut();
        console.print(table.toMarkdown());
        console.println("Report: " + out.resolve("report.md"));
        console.flush();
    }
}
