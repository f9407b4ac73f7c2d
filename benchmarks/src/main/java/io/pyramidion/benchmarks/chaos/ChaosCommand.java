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
package io.pyramidion.benchmarks.chaos;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code pyramidion bench chaos}: exit status 0 only if all came as promised. */
@Command(
        name = "chaos",
        description = {
            "Repeatedly breaks a cluster of several processes under load, and proves that"
                    + " nothing was lost, doubled or changed.",
            "Starts a broker, a job manager and task managers on loopback, and ends them. Needs no"
                    + " privileges."
        },
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--minutes",
            defaultValue = "20",
            description = "Duration of the faults in minutes (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of load and faults (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--in-flight",
            defaultValue = "24",
            description = "Number of unanswered records at a time (${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--heartbeat-timeout",
            defaultValue = "10",
            description =
                    "Seconds after which the cluster gives up on a silent process"
                            + " (${DEFAULT-VALUE}, as in flink-conf/config.yaml).")
    private int heartbeatSeconds;

    @Option(
            names = "--checkpoint-interval",
            defaultValue = "1000",
            description = "Milliseconds between checkpoints (${DEFAULT-VALUE}).")
    private int checkpointMillis;

    @Option(
            names = "--job-managers",
            defaultValue = "2",
            description =
                    "Number of job managers (${DEFAULT-VALUE}). When the one that leads dies, another"
                            + " takes over; if it is the only one, the job is submitted again.")
    private int jobManagers;

    @Option(
            names = "--faults",
            split = ",",
            description = "Faults to cause: ${COMPLETION-CANDIDATES}; all by default.")
    private List<Fault> faults = ChaosRun.allFaults();

    @Option(
            names = "--out",
            defaultValue = "target/chaos",
            description = "Folder for the report (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter terminal = spec.commandLine().getOut();
        ChaosRun.Options options =
                new ChaosRun.Options(
                        Duration.ofMinutes(minutes),
                        seed,
                        inFlight,
                        Duration.ofSeconds(heartbeatSeconds),
                        Duration.ofMillis(checkpointMillis),
                        jobManagers,
                        faults,
                        out.toAbsolutePath());
        terminal.println(FaultRecord.CSV_HEADER);
        ChaosRun.Outcome outcome =
                new ChaosRun(
                                options,
                                line -> {
                                    terminal.println(line);
                                    terminal.flush();
                                })
                        .run();
        Path page = ChaosReport.write(out, options, outcome);
        terminal.println();
        terminal.println(Files.readString(page));
        terminal.println("Written to " + page);
        return outcome.verdict().isGood() ? 0 : 1;
    }
}
