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
package io.pyramidion.cli.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.console.RequestFields;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.cli.terminal.StatusLines;
import io.pyramidion.job.ModelsHere;
import io.pyramidion.job.files.OutputCheck;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code pyramidion batch}: answers every row of a file, a folder or a pattern. */
@Command(
        name = "batch",
        description = {
            "Answer every row of files: JSON lines, CSV, OpenAI Batch, Avro, Parquet. It survives a crash:"
                    + " start it again with --resume.",
            "Every field of a request can be given for all rows that do not set it themselves."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BatchCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private BatchArguments arguments;

    @Option(
            names = "--speculation",
            paramLabel = "off|exact|assisted|fuzzy",
            description = "Speculation mode; assisted and fuzzy change the texts (default: exact).")
    private String speculation;

    @Option(
            names = "--resume",
            description =
                    "Go on from the last checkpoint of an interrupted run, or start if there was"
                            + " none.")
    private boolean resume;

    @Option(
            names = "--max-errors",
            paramLabel = "N|P%",
            description =
                    "Stop when more rows than this failed, or more than this share of all rows"
                            + " (default: never).")
    private String maxErrors;

    @Option(
            names = "--json",
            description =
                    "Print progress and outcome on standard output as JSON, an object on each line.")
    private boolean json;

    @Option(names = "--quiet", description = "Tell nothing of progress on standard error.")
    private boolean quiet;

    private BatchCommand() {}

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new BatchCommand());
        RequestFields.OF_MANY.addTo(line.getCommandSpec());
        RequestFields.SPECULATION.addTo(line.getCommandSpec());
        RequestFields.SLO.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        StatusLines status = quiet ? StatusLines.none(err) : StatusLines.open(err);
        BatchReport report = new BatchReport(out, err, status, json, quiet);
        try (RunFolder folder = RunFolder.of(OutputCheck.place(arguments.output()))) {
            ErrorLimit limit = ErrorLimit.of(maxErrors);
            Settings settings = settings(folder);
            ModelsHere.check(settings);
            new BatchRun(folder, arguments, settings, report, limit).run(resume);
            return 0;
        } catch (OptionException e) {
            throw new CommandException(arguments.asTyped(e.getMessage()), e);
        }
    }

    private Settings settings(RunFolder folder) {
        Map<String, String> entries = new LinkedHashMap<>(arguments.entries());
        entries.put("files.progress", folder.progress().toString());
        entries.put("job.checkpoint-directory", folder.checkpoints().toUri().toString());
        if (Set.of("assisted", "fuzzy").contains(String.valueOf(speculation))) {
            // Who starts the run may choose for all of its rows.
            entries.put("speculation.allowed-mode", speculation);
        }
        ObjectNode defaults = defaults();
        if (!defaults.isEmpty()) {
            entries.put("files.defaults", defaults.toString());
        }
        return SettingsLoader.load(entries, arguments.overrides());
    }

    private ObjectNode defaults() {
        return RequestFields.OF_MANY.readWithParts(
                spec.commandLine().getParseResult(), speculation);
    }
}
