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
package io.pyramidion.benchmarks.soak;

import io.pyramidion.benchmarks.load.AnswerLog;
import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.benchmarks.load.JobWatch;
import io.pyramidion.benchmarks.load.LoadGenerator;
import io.pyramidion.benchmarks.load.LoadPlan;
import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import io.pyramidion.local.LocalCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** {@code pyramidion bench soak}: the memory of a job that is saturated for long. */
@Command(
        name = "soak",
        description =
                "Saturates the job on a cluster of several processes and records their memory.",
        mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @Spec private CommandSpec spec;

    @Option(
            names = "--minutes",
            defaultValue = "30",
            description = "Duration in minutes (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the load (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--in-flight",
            defaultValue = "200",
            description =
                    "Number of unanswered records at a time, more than the job takes in"
                            + " (${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--task-managers",
            defaultValue = "2",
            description = "Number of task managers, with one slot each (${DEFAULT-VALUE}).")
    private int taskManagers;

    @Option(
            names = "--out",
            defaultValue = "target/soak",
            description = "Folder for the report (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = out.toAbsolutePath();
        Files.createDirectories(folder);
        LoadPlan plan =
                LoadPlan.of(seed, Installation.current().root().resolve("models/prompts.jsonl"));
        try (LocalCluster cluster = LocalCluster.start(Installation.current(), launch(folder))) {
            cluster.broker().createTopics(LoadTopics.PARTITIONS, LoadTopics.names());
            LoadTopics topics = new LoadTopics(cluster.broker().bootstrapServers());
            JobRun job = new JobRun(cluster, Map.of());
            job.start(taskManagers, Optional.empty());
            try (AnswerLog answers = new AnswerLog(topics);
                    JobWatch watch = new JobWatch(cluster.rest(), job);
                    LoadGenerator load =
                            new LoadGenerator(
                                    topics, plan, inFlight, Integer.MAX_VALUE, answers::answered)) {
                watch.start();
                load.start();
                report(folder, samples(cluster, answers), watch, answers);
            }
        }
        return 0;
    }

    private List<MemorySample> samples(LocalCluster cluster, AnswerLog answers)
            throws IOException, InterruptedException {
        List<MemorySample> samples = new ArrayList<>();
        long start = System.nanoTime();
        long second = 0;
        while (second < Duration.ofMinutes(minutes).toSeconds()) {
            Thread.sleep(INTERVAL.toMillis());
            second = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            for (int number : cluster.liveTaskManagers()) {
                samples.add(
                        MemorySample.take(
                                cluster.rest(),
                                number,
                                cluster.taskManagerProcess(number),
                                second,
                                answers.answered()));
            }
        }
        return samples;
    }

    private void report(Path folder, List<MemorySample> samples, JobWatch watch, AnswerLog answers)
            throws IOException {
        PrintWriter terminal = spec.commandLine().getOut();
        String conditions =
                "%d min, %d task managers of one slot, %d records unanswered at a time, %d answered"
                        .formatted(minutes, taskManagers, inFlight, answers.answered());
        Path page = SoakReport.write(folder, samples, watch.checkpoints().values(), conditions);
        terminal.println(Files.readString(page));
        terminal.println("Written to " + page);
    }

    private LocalCluster.Launch launch(Path folder) throws IOException {
        return new LocalCluster.Launch(
                taskManagers,
                Map.of(),
                false,
                Optional.of(LocalBroker.Launch.STANDARD),
                OptionalInt.empty(),
                Optional.of(Files.createTempDirectory(folder, "cluster-")),
                false,
                1);
    }
}
