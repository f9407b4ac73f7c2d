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

import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.benchmarks.load.LoadPlan;
import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** {@code pyramidion bench recovery}. */
@Command(
        name = "recovery",
        description = {
            "Kills processes of a cluster under load, and shows step by step how the job comes back.",
            "Starts a broker, job managers and task managers on loopback, and ends them."
        },
        mixinStandardHelpOptions = true)
public final class RecoveryCommand implements Callable<Integer> {

    private static final int SPARE = 2;

    @Spec private CommandSpec spec;

    @Option(
            names = "--outages",
            split = ",",
            description = "Who is killed: ${COMPLETION-CANDIDATES}; all by default.")
    private List<Outage> outages = List.of(Outage.values());

    @Option(
            names = "--kills",
            defaultValue = "5",
            description = "Number of kills of each (${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--parallelism",
            defaultValue = "2",
            description = "Number of busy task managers; two are to spare (${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(
            names = "--in-flight",
            defaultValue = "24",
            description = "Number of unanswered records at a time (${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the load (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "-D",
            paramLabel = "OPTION=VALUE",
            description = "A Flink option of the cluster, over flink-conf/config.yaml.")
    private Map<String, String> settings = Map.of();

    @Option(
            names = "--out",
            defaultValue = "target/recovery",
            description = "Folder for the report (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter terminal = spec.commandLine().getOut();
        List<Recovery> all = new ArrayList<>();
        terminal.println(Recovery.CSV_HEADER);
        for (Outage outage : outages) {
            measure(
                    outage,
                    recovery -> {
                        all.add(recovery);
                        terminal.println(recovery.csv());
                        terminal.flush();
                    });
        }
        Path page = RecoveryReport.write(out, all);
        terminal.println();
        terminal.println(Files.readString(page));
        terminal.println("Written to " + page);
        return 0;
    }

    private void measure(Outage outage, Consumer<Recovery> each)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(out.toAbsolutePath());
        Map<String, String> flink = new TreeMap<>(ChaosRun.QUICK_START);
        flink.putAll(settings);
        LocalCluster.Launch launch =
                LocalCluster.Launch.of(parallelism + SPARE, flink)
                        .forChaos(Files.createTempDirectory(folder, "cluster-"))
                        .withJobManagers(outage.jobManagers());
        try (LocalCluster cluster = LocalCluster.start(Installation.current(), launch)) {
            cluster.broker().createTopics(LoadTopics.PARTITIONS, LoadTopics.names());
            LoadPlan plan =
                    LoadPlan.of(
                            seed, Installation.current().root().resolve("models/prompts.jsonl"));
            JobRun job = new JobRun(cluster, ChaosRun.jobOptions(ChaosRun.CHECKPOINT_INTERVAL));
            new RecoveryRun(cluster, plan, job, inFlight).run(outage, kills, parallelism, each);
        }
    }
}
