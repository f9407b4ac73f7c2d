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

import io.pyramidion.benchmarks.load.AnswerLog;
import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.benchmarks.load.JobTimeline;
import io.pyramidion.benchmarks.load.JobWatch;
import io.pyramidion.benchmarks.load.LoadGenerator;
import io.pyramidion.benchmarks.load.LoadPlan;
import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.local.LocalCluster;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A job under load whose processes are killed, one after the other and each after the job has come
 * back from the one before. A dead process for which another stands in is started again when the
 * job runs: elsewhere that takes the cores of another machine. Does not look at what was answered:
 * that is for {@link ChaosRun}.
 */
final class RecoveryRun {

    private static final long LIMIT_MS = 300_000;
    private static final long LOOK_INTERVAL_MS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String RUNNING = "RUNNING";

    private final LocalCluster cluster;
    private final FlinkRest rest;
    private final LoadPlan plan;
    private final JobRun job;
    private final int inFlight;

    /**
     * @param cluster with a broker; its topics are created
     * @param job not yet started
     * @param inFlight records that are unanswered at a time
     */
    RecoveryRun(LocalCluster cluster, LoadPlan plan, JobRun job, int inFlight) {
        this.cluster = cluster;
        this.rest = cluster.rest().within(PATIENCE);
        this.plan = plan;
        this.job = job;
        this.inFlight = inFlight;
    }

    /**
     * Runs the job and lets it recover a number of times.
     *
     * @param each gets each recovery as it is over
     */
    void run(Outage outage, int kills, int parallelism, Consumer<Recovery> each)
            throws IOException, InterruptedException {
        LoadTopics topics = new LoadTopics(cluster.broker().bootstrapServers());
        job.start(parallelism, Optional.empty());
        try (AnswerLog answers = new AnswerLog(topics);
                JobWatch watch = new JobWatch(cluster.rest(), job);
                LoadGenerator load =
                        new LoadGenerator(
                                topics, plan, inFlight, Integer.MAX_VALUE, answers::answered)) {
            watch.start();
            load.start();
            for (int i = 0; i < kills; i++) {
                await(() -> runsSince(0), "the job");
                awaitFresh(answers, System.currentTimeMillis());
                awaitCheckpoint(watch);
                each.accept(recover(outage, answers));
            }
        }
    }

    private Recovery recover(Outage outage, AnswerLog answers)
            throws IOException, InterruptedException {
        Set<String> before = TaskTimes.of(cluster.rest(), job.jobId()).taskManagers();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        kill(outage, before);
        long at = System.currentTimeMillis();
        if (outage == Outage.RESUBMIT) {
            cluster.startJobManagers();
        }
        long answering = awaitAnswer() - at;
        if (outage == Outage.RESUBMIT) {
            job.start(job.parallelism(), job.newestSnapshot());
        }
        await(() -> runsSince(at), "the job to run again");
        TaskTimes times = TaskTimes.of(cluster.rest(), job.jobId());
        awaitFresh(answers, times.last(RUNNING));
        startAgain(outage);
        Set<String> moved = new HashSet<>(times.taskManagers());
        moved.removeAll(before);
        return new Recovery(
                outage,
                load,
                answering,
                since(at, times.created()),
                since(at, times.ready()),
                since(at, times.last("DEPLOYING")),
                since(at, times.last("INITIALIZING")),
                since(at, times.last(RUNNING)),
                since(at, answers.tokens().firstFreshSince(times.firstRuns())),
                since(at, answers.tokens().firstFreshSince(times.last(RUNNING))),
                moved.size());
    }

    private void kill(Outage outage, Set<String> busy) {
        if (outage.fault() == Fault.KILL_JOB_MANAGER) {
            cluster.killJobManager();
        } else {
            cluster.killTaskManager(FaultInjector.number(busy.iterator().next()));
        }
    }

    private void startAgain(Outage outage) {
        if (outage == Outage.TASK_MANAGER) {
            cluster.startTaskManager();
            cluster.awaitTaskManagers(cluster.liveTaskManagers().size());
        } else {
            cluster.startJobManagers();
            cluster.awaitJobManagers();
        }
    }

    private long awaitAnswer() throws InterruptedException {
        await(this::answers, "a job manager");
        return System.currentTimeMillis();
    }

    private boolean answers() {
        try {
            return rest.taskManagers() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether every task of the job runs, and none does from before a time. */
    private boolean runsSince(long at) {
        try {
            return job.running(rest) == JobTimeline.Extent.ALL
                    && TaskTimes.of(rest, job.jobId()).firstRuns() > at;
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitFresh(AnswerLog answers, long since) throws InterruptedException {
        await(() -> answers.tokens().firstFreshSince(since) >= 0, "a token");
    }

    private static void awaitCheckpoint(JobWatch watch) throws InterruptedException {
        long now = System.currentTimeMillis();
        await(
                () -> watch.checkpoints().values().stream().anyMatch(each -> each.begun() > now),
                "a checkpoint");
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.currentTimeMillis() + LIMIT_MS;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > deadline) {
                throw new IllegalStateException(
                        "Waited " + LIMIT_MS / 1000 + " s in vain for " + what);
            }
            Thread.sleep(LOOK_INTERVAL_MS);
        }
    }

    private static long since(long at, long time) {
        return time < at ? -1 : time - at;
    }
}
