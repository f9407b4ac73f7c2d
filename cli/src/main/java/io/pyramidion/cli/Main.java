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
package io.pyramidion.cli;

import io.pyramidion.cli.batch.BatchCommand;
import io.pyramidion.cli.cluster.ClusterCommand;
import io.pyramidion.cli.cluster.RunCommand;
import io.pyramidion.cli.console.SendCommand;
import io.pyramidion.cli.console.TailCommand;
import io.pyramidion.cli.demo.DemoCommand;
import io.pyramidion.cli.generate.GenerateCommand;
import io.pyramidion.cli.inflate.InflateCommand;
import io.pyramidion.cli.plan.PlanCommand;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.job.kafka.StartException;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.local.LaunchException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * {@code pyramidion}: the command that people type. Exit status 0: done; 1: failed, with one line
 * on standard error; 2: the command line itself is wrong.
 */
@Command(
        name = "pyramidion",
        description = "Speculative LLM generation inside Apache Flink.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "  sql       Start Flink's SQL client with all that is needed on its class path.",
            "  bench     Measure; see benchmarks/README.md.",
            "",
            "Each command has --help. docs/get-started.md shows how they are used."
        })
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] arguments) {
        String[] texts;
        try {
            texts = CommandLineText.of(arguments);
        } catch (CommandException e) {
            writer(System.err).println("pyramidion: " + e.getMessage());
            System.exit(MISUSED);
            return;
        }
        System.exit(commandLine().execute(texts));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(DemoCommand.class);
        line.addSubcommand(GenerateCommand.class);
        line.addSubcommand(BatchCommand.commandLine());
        line.addSubcommand(RunCommand.class);
        line.addSubcommand(SendCommand.commandLine());
        line.addSubcommand(TailCommand.class);
        line.addSubcommand(ClusterCommand.class);
        line.addSubcommand(PlanCommand.class);
        line.addSubcommand(InflateCommand.class);
        line.addSubcommand(CommandLine.HelpCommand.class);
        line.setOut(writer(System.out));
        line.setErr(writer(System.err));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> explain(e));
        line.setExecutionExceptionHandler((e, command, result) -> explain(e, command));
        return line;
    }

    /** UTF-8 whatever the locale says: a container often has none, and texts would become "?". */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int explain(ParameterException e) {
        PrintWriter err = e.getCommandLine().getErr();
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println(name + ": " + firstLine(problem(e)) + " See: " + name + " --help");
        return MISUSED;
    }

    /** What follows an unknown option is unknown only because the option is. */
    private static String problem(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return e.getMessage().replaceFirst("^Error: ", "");
        }
        String meant =
                unmatched.getSuggestions().stream()
                        .findFirst()
                        .map(known -> "; did you mean " + known + "?")
                        .orElse("");
        return "Unknown %s %s%s"
                .formatted(
                        unmatched.isUnknownOption() ? "option" : "argument",
                        unmatched.getUnmatched().get(0),
                        meant);
    }

    private static int explain(Exception e, CommandLine command) {
        PrintWriter err = command.getErr();
        if (isForPeople(e)) {
            err.println("pyramidion: " + firstLine(e.getMessage()));
        } else {
            LOG.error("Unexpected failure", e);
            err.println("pyramidion: " + firstLine(e.toString()) + " More in " + logFile());
        }
        return FAILED;
    }

    private static String logFile() {
        return System.getProperty("pyramidion.log", "the log") + ".";
    }

    private static boolean isForPeople(Exception e) {
        return e instanceof CommandException
                || e instanceof LaunchException
                || e instanceof StartException
                || e instanceof OptionException;
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.matches(".*[.?!]") ? line : line + ".";
    }
}
