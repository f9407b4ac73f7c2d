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
package io.pyramidion.cli.generate;

import io.pyramidion.cli.terminal.Resources;
import io.pyramidion.cli.terminal.StatusLines;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.CostProfiler;
import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.tokenizer.BadWords;
import io.pyramidion.schemas.GenerationRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code pyramidion generate}: the engine alone, on prompts from the command line or a file. */
@Command(
        name = "generate",
        description = "Generate text with the engine alone, without Flink or Kafka.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GenerateCommand implements Callable<Integer> {

    private static final int SOME_FAILED = 1;
    private static final int REFUSED = 2;
    private static final int PREFILL_TOKENS_PER_ROUND = 256;

    /** Somebody waits: the curves are corrected by what follows. */
    private static final long PROFILE_NANOS = 200_000_000;

    private static final long MIB = 1024L * 1024;

    /** Where prompts come from: one of the two. */
    static final class Source {
        @Option(names = "--prompt", paramLabel = "TEXT", description = "One prompt.")
        String prompt;

        @Option(
                names = "--prompts",
                paramLabel = "FILE",
                description =
                        "A JSONL file with {\"prompt\": ...}, {\"messages\": [...]} or {\"prompt_token_ids\": [...]} on each line, beside messages chat_template_kwargs and tools. What else a request may say of its text, such as max_tokens, a line may say too: it goes before the options. Columns of your own are ignored.")
        Path prompts;
    }

    @Spec private CommandSpec spec;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "DIR",
            description = "Hugging Face directory of the model that decides the text.")
    private Path target;

    @Option(
            names = "--qualifier",
            paramLabel = "DIR",
            description = "Directory of the middle model.")
    private Optional<Path> qualifier = Optional.empty();

    @Option(names = "--draft", paramLabel = "DIR", description = "Directory of the smallest model.")
    private Optional<Path> draft = Optional.empty();

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Mixin private SamplingOptions sampling;

    @Option(
            names = "--n",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "Number of texts for each prompt, each with its own seed (default: ${DEFAULT-VALUE}).")
    private int texts;

    @Mixin private SpeculationArguments speculation;

    @Mixin private WeightsArguments weights;

    @Option(
            names = "--batch",
            defaultValue = "8",
            paramLabel = "N",
            description = "Maximum number of sequences at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads inside one operation (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--kv-memory",
            defaultValue = "4096",
            paramLabel = "MIB",
            description = "Memory for all KV caches, MiB (default: ${DEFAULT-VALUE}).")
    private long kvMebibytes;

    @Option(
            names = "--raw",
            description =
                    "Take prompts as they are, without the chat template; special tokens written in them are encoded as special tokens.")
    private boolean raw;

    @Option(
            names = "--json",
            description = "Print only one JSON object for each text, in the order of the prompts.")
    private boolean json;

    @Option(
            names = "--quiet",
            description =
                    "Tell nothing of progress and speed on standard error; errors are still told.")
    private boolean quiet;

    @Option(
            names = "--verbose",
            description =
                    "Tell on standard error which models are loaded, in which format, and whether this machine computes the same bits in every batch.")
    private boolean verbose;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            PyramidSpec models =
                    new PyramidSpec(
                            target,
                            qualifier,
                            draft,
                            weights.weights(qualifier, draft),
                            positive("--threads", threads));
            if (quiet && verbose) {
                throw refused("--verbose", true, "not with --quiet");
            }
            Speculation wish = speculation.wish();
            positive("--batch", batch);
            positive("--n", texts);
            PromptSource reader = new PromptSource(raw, said());
            List<PromptSource.Prompt> prompts =
                    source.prompt != null
                            ? List.of(reader.ofText(source.prompt))
                            : reader.read(source.prompts);
            try (Resources open = new Resources()) {
                SpeedReport report = report();
                open.add(report::close);
                try (PyramidPool.Lease lease = PyramidPool.acquire(models, report::loading)) {
                    SpeculationPolicy policy = policy(lease.pyramid(), wish);
                    report.loaded();
                    if (verbose) {
                        ModelReport.of(models, lease.pyramid()).forEach(err::println);
                    }
                    return run(lease.pyramid(), prompts, wish, policy, report) ? 0 : SOME_FAILED;
                }
            }
        } catch (ModelException | InvalidRequestException e) {
            err.println("pyramidion generate: " + e.getMessage());
            return REFUSED;
        }
    }

    /** Returns whether every prompt was served. */
    private boolean run(
            Pyramid pyramid,
            List<PromptSource.Prompt> prompts,
            Speculation wish,
            SpeculationPolicy policy,
            SpeedReport report) {
        checkOptions(pyramid);
        GenerateBatch plan = new GenerateBatch(pyramid, wish);
        prompts.forEach(plan::add);
        GenerateOutput output =
                new GenerateOutput(
                        spec.commandLine().getOut(),
                        json,
                        plan.entries(),
                        pyramid.tokenizer(),
                        report,
                        new TokenColours(style(plan)));
        generate(pyramid, policy, plan, output, report);
        output.show();
        report.finish();
        report.legend(plan.sequences().stream().flatMap(s -> s.proposals().stream()).toList());
        return plan.entries().stream().noneMatch(entry -> entry.error().isPresent());
    }

    private Style style(GenerateBatch plan) {
        boolean traced = plan.sequences().stream().anyMatch(Sequence::isTraced);
        return traced && !json ? Style.ofOutput() : new Style(false);
    }

    /** What the options say of every prompt, for lines that say nothing themselves. */
    private GenerationRequest said() {
        GenerationRequest request = sampling.request();
        request.setN(texts);
        return request;
    }

    /** So that one that is wrong is told once, and not with every prompt. */
    private void checkOptions(Pyramid pyramid) {
        sampling.parameters(
                pyramid.generationDefaults(),
                words -> BadWords.spellings(pyramid.tokenizer(), words));
    }

    private void generate(
            Pyramid pyramid,
            SpeculationPolicy policy,
            GenerateBatch plan,
            GenerateOutput output,
            SpeedReport report) {
        List<Sequence> sequences = plan.sequences();
        TallyCounter counter = new TallyCounter(plan.entries());
        if (sequences.isEmpty()) {
            report.start(counter::count);
            return;
        }
        KvPlan kv = pyramid.plan(kvMebibytes * MIB, batch, plan.contextTokens());
        try (Generator generator = new Generator(pyramid, kv, PREFILL_TOKENS_PER_ROUND, policy)) {
            report.start(counter::count);
            report.show(output.growing());
            generator.run(sequences, round -> show(output, report));
        }
    }

    /** Profiles the models where lengths adapt: that is part of loading them. */
    private static SpeculationPolicy policy(Pyramid pyramid, Speculation wish) {
        Speculation bounds =
                wish.within(pyramid.draft().isPresent(), pyramid.qualifier().isPresent());
        return bounds.enabled() && bounds.adaptive()
                ? new AdaptivePolicy(pyramid.costs(new CostProfiler(PROFILE_NANOS)))
                : new FixedPolicy();
    }

    private static void show(GenerateOutput output, SpeedReport report) {
        boolean due = report.isDue();
        if (report.isClosed()) {
            return;
        }
        if (due || !report.isBelowOutput()) {
            output.show();
        }
        if (due) {
            report.show(output.growing());
        }
    }

    private SpeedReport report() {
        PrintWriter err =
                quiet ? new PrintWriter(Writer.nullWriter()) : spec.commandLine().getErr();
        StatusLines status = quiet ? StatusLines.none(err) : StatusLines.open(err);
        return new SpeedReport(err, status, source.prompts != null, System::nanoTime);
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw refused(option, value, "at least 1");
        }
        return value;
    }

    private static InvalidRequestException refused(String option, Object value, String allowed) {
        return new InvalidRequestException(
                option, option + " is " + value + "; allowed: " + allowed);
    }
}
