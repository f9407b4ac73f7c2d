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
package io.pyramidion.cli.cluster;

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.local.Installation;
import io.pyramidion.local.StandingCluster;
import io.pyramidion.operators.rest.FlinkRest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code pyramidion cluster}: a broker and a Flink of several processes that stay. */
@Command(
        name = "cluster",
        description =
                "Run a Kafka broker and Flink in several processes on this machine. They keep running"
                        + " until you take them down.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ClusterCommand {

    private static final Duration STOP_LIMIT = Duration.ofMinutes(5);

    @Spec private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "target/cluster",
            description = "Folder for logs, data and process ids (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Command(
            name = "up",
            description =
                    "Start broker, job managers and task managers. All of them listen on loopback.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int up(
            @Option(
                            names = "--job-managers",
                            paramLabel = "N",
                            defaultValue = "1",
                            description =
                                    "Number of job managers (default: ${DEFAULT-VALUE}). With more than one, one"
                                            + " leads; if it dies, another takes over its jobs.")
                    int jobManagers,
            @Option(
                            names = "--task-managers",
                            paramLabel = "N",
                            defaultValue = "2",
                            description =
                                    "Number of task managers, with one slot each (default: ${DEFAULT-VALUE}).")
                    int taskManagers,
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            defaultValue = "8081",
                            description = "Port of Flink's dashboard (default: ${DEFAULT-VALUE}).")
                    int port,
            @Option(
                            names = "--kafka-port",
                            paramLabel = "PORT",
                            defaultValue = "9092",
                            description = "Port of the broker (default: ${DEFAULT-VALUE}).")
                    int kafkaPort) {
        if (jobManagers < 1) {
            throw new CommandException(
                    "--job-managers is " + jobManagers + "; allowed: at least 1");
        }
        StandingCluster cluster =
                StandingCluster.start(
                        Installation.current(),
                        folder.toAbsolutePath(),
                        jobManagers,
                        taskManagers,
                        port,
                        kafkaPort);
        say("Up: dashboard %s, Kafka %s", dashboards(cluster), cluster.bootstrapServers());
        say("Submit: pyramidion run --on %s --config FILE", folder);
        say("End it: pyramidion cluster down --dir %s", folder);
        return 0;
    }

    @Command(
            name = "status",
            description =
                    "Say which processes are running. The exit status is 1 unless all of them are.",
            mixinStandardHelpOptions = true)
    int status() {
        StandingCluster cluster = noted();
        boolean all = true;
        for (Map.Entry<String, Optional<Long>> process : cluster.processes().entrySet()) {
            all &= process.getValue().isPresent();
            say(
                    "%-16s %s",
                    process.getKey(),
                    process.getValue().map(pid -> "process " + pid).orElse("has ended"));
        }
        say("dashboard %s, Kafka %s", dashboards(cluster), cluster.bootstrapServers());
        return all ? 0 : 1;
    }

    @Command(
            name = "down",
            description = {
                "End the processes of this cluster, and no others. Running jobs are lost; to keep them, use stop first.",
                "Logs and data stay until the next start in the same folder."
            },
            mixinStandardHelpOptions = true)
    int down() {
        StandingCluster cluster = noted();
        cluster.end();
        say("Down; its logs are in %s", cluster.folder());
        return 0;
    }

    @Command(
            name = "stop",
            description = {
                "Stop each job with a savepoint, and print its path.",
                "Running and waiting requests continue when you submit a job --from the savepoint."
            },
            mixinStandardHelpOptions = true)
    int stop() {
        FlinkRest rest = new FlinkRest(Submission.standing(folder).rest());
        String savepoints = folder.toAbsolutePath().resolve("savepoints").toUri().toString();
        try {
            List<String> jobs = rest.unfinishedJobs();
            for (String job : jobs) {
                say("Stopped: job %s, savepoint %s", job, rest.stop(job, savepoints, STOP_LIMIT));
            }
            if (jobs.isEmpty()) {
                say("No job runs");
            }
        } catch (IOException e) {
            throw new CommandException("Cannot stop: " + e.getMessage(), e);
        }
        return 0;
    }

    private static String dashboards(StandingCluster cluster) {
        return cluster.rest().stream().map(URI::toString).collect(Collectors.joining(" or "));
    }

    private StandingCluster noted() {
        return StandingCluster.find(folder)
                .orElseThrow(() -> new CommandException("No cluster was started in " + folder));
    }

    private void say(String format, Object... values) {
        spec.commandLine().getOut().println(format.formatted(values));
    }
}
