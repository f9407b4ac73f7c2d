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
package io.pyramidion.benchmarks.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.family.PromptLines;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code pyramidion bench bulk}: exit status 0 only if every row was answered or explained once.
 */
@Command(
        name = "bulk",
        description = {
            "Answers files of each format with bin/pyramidion batch, kills it with SIGKILL and"
                    + " resumes it, and checks every row of the output.",
            "One row in a hundred is bad, in ten ways."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BulkBench implements Callable<Integer> {

    /** Largest resident set late in a run relative to the one before. */
    private static final double MOST_GROWTH = 1.1;

    private static final String[] MODELS = {"target", "qualifier", "draft"};

    @Spec private CommandSpec spec;

    @Option(
            names = "--models",
            defaultValue = "models",
            paramLabel = "DIR",
            description =
                    "Directory of draft, qualifier, target and golden.jsonl (${DEFAULT-VALUE}).")
    private Path models;

    @Option(
            names = "--tiny",
            description =
                    "A target of one narrow layer alone: what is measured is all around the models.")
    private boolean tiny;

    @Option(
            names = "--formats",
            split = ",",
            defaultValue = "OPENAI,JSONL,AVRO,PARQUET",
            description = "Formats to run: ${COMPLETION-CANDIDATES}; all by default.")
    private List<BulkFormat> formats;

    @Option(
            names = "--rows",
            defaultValue = "20000",
            description = "Rows of each file (${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--kills",
            defaultValue = "3",
            description = "How often each run is killed; may be 0 (${DEFAULT-VALUE}).")
    private long kills;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the moments of the kills (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--tokens",
            defaultValue = "6",
            description = "Maximum number of tokens of an answer (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--batch",
            defaultValue = "64",
            description = "Maximum number of rows at once (${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--out",
            defaultValue = "target/bench/bulk",
            description = "Directory of the files and the logs (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 0) {
            throw new BenchException("--kills is %d; allowed: at least 0".formatted(kills));
        }
        Path parent = Files.createDirectories(out.toAbsolutePath().normalize());
        Path folder = Files.createTempDirectory(parent, "run-");
        BulkPlan plan = plan(folder);
        Table table =
                new Table(
                        "format",
                        "rows answered",
                        "refused",
                        "kills",
                        "lost",
                        "doubled",
                        "other texts",
                        "other columns",
                        "wrongly answered or refused",
                        "unexplained",
                        "rows/s",
                        "tokens/s",
                        "resident, MiB",
                        "its last third ÷ second");
        boolean clean = true;
        for (BulkFormat format : formats) {
            BulkRun.Result result = new BulkRun(plan, folder).run(format);
            BulkVerdict found = result.verdict();
            // Processes that are killed do not live long enough to tell.
            boolean grows = kills == 0 && result.growth() > MOST_GROWTH;
            clean &= found.isClean() && !grows && result.kills() == kills;
            table.add(
                    format.wireName(),
                    found.good(),
                    found.bad(),
                    result.kills(),
                    found.lost(),
                    found.doubled(),
                    found.otherTexts(),
                    found.otherColumns(),
                    found.wrongly(),
                    found.unexplained(),
                    rows / result.seconds(),
                    result.tokensPerSecond(),
                    result.mebibytes(),
                    result.growth());
        }
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println(table.toMarkdown());
        terminal.flush();
        return clean ? 0 : 1;
    }

    private BulkPlan plan(Path folder) throws IOException {
        List<String> prompts = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (JsonNode line : PromptLines.read(models.resolve("golden.jsonl"))) {
            prompts.add(line.path("raw_prompt").asText());
            wanted.add(line.path("text").asText());
        }
        List<String> arguments = new ArrayList<>();
        if (tiny) {
            Path model = folder.resolve("tiny");
            TinyModel.write(models.resolve("draft"), model);
            arguments.addAll(List.of("--target", model.toString()));
            wanted = Collections.nCopies(prompts.size(), "");
        } else {
            for (String model : MODELS) {
                arguments.addAll(List.of("--" + model, models.resolve(model).toString()));
            }
        }
        // Golden texts are those of this type of weights.
        arguments.addAll(List.of("--weights", "float32", "--temperature", "0"));
        arguments.addAll(List.of("--max-tokens", tokens + "", "--batch", batch + ""));
        arguments.addAll(List.of("--model-name", BulkRun.MODEL));
        return new BulkPlan(rows, kills, seed, prompts, wanted, tokens, arguments);
    }
}
