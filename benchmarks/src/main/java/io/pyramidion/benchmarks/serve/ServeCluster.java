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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.benchmarks.load.JobTimeline;
import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import io.pyramidion.local.LocalCluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster and a broker of their own processes, with the jobs side by side on one task manager,
 * whose weights they share. Owns them.
 */
final class ServeCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 200;

    private final LocalCluster cluster;
    private final Map<ServeJob, JobRun> runs = new EnumMap<>(ServeJob.class);

    /**
     * Starts all.
     *
     * @param folder for the processes' logs
     * @param jobs that shall run
     * @param options that all jobs have
     * @param brief whether it matters more that processes start fast than that they run fast
     */
    ServeCluster(Path folder, Collection<ServeJob> jobs, Map<String, String> options, boolean brief)
            throws IOException {
        Set<ServeJob> all = new LinkedHashSet<>(jobs);
        cluster = LocalCluster.start(Installation.current(), launch(folder, all, brief));
        try {
            List<String> topics = new ArrayList<>(List.of(LoadTopics.names()));
            all.forEach(job -> topics.add(job.requestTopic()));
            cluster.broker().createTopics(LoadTopics.PARTITIONS, topics.toArray(String[]::new));
            for (ServeJob job : all) {
                Map<String, String> own = new HashMap<>(options);
                own.putAll(job.options());
                JobRun run = new JobRun(cluster, own);
                run.start(1, Optional.empty());
                runs.put(job, run);
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Waits until every task of every job runs: a flood for one of them would slow down the passes
     * by which another finds out what they cost.
     */
    void awaitRunning() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        for (Map.Entry<ServeJob, JobRun> job : runs.entrySet()) {
            while (job.getValue().running(cluster.rest()) != JobTimeline.Extent.ALL) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Job %s does not run after %d s; logs: %s"
                                    .formatted(
                                            job.getKey().label(),
                                            START_LIMIT.toSeconds(),
                                            cluster.folder()));
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    LoadTopics topics() {
        return new LoadTopics(cluster.broker().bootstrapServers());
    }

    /** Starts to watch a job's head; the caller closes it. */
    HeadWatch watch(ServeJob job) throws IOException {
        return new HeadWatch(cluster.rest(), runs.get(job).jobId());
    }

    @Override
    public void close() {
        cluster.close();
    }

    private static LocalCluster.Launch launch(Path folder, Set<ServeJob> jobs, boolean brief)
            throws IOException {
        String substitutes =
                jobs.stream().map(ServeJob::jvmOption).collect(Collectors.joining(" "));
        String compiler = brief ? "-XX:TieredStopAtLevel=1 " : "-XX:+AlwaysPreTouch ";
        return new LocalCluster.Launch(
                1,
                Map.of(
                        "taskmanager.numberOfTaskSlots",
                        String.valueOf(jobs.size()),
                        "taskmanager.memory.process.size",
                        "3 gb",
                        "env.java.opts.taskmanager",
                        compiler + substitutes),
                false,
                Optional.of(LocalBroker.Launch.STANDARD),
                OptionalInt.empty(),
                Optional.of(Files.createTempDirectory(folder, "cluster-")),
                false,
                1);
    }
}
