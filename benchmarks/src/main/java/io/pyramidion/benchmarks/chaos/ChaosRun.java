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
import io.pyramidion.benchmarks.load.CheckpointFigures;
import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.benchmarks.load.JobWatch;
import io.pyramidion.benchmarks.load.LoadGenerator;
import io.pyramidion.benchmarks.load.LoadPlan;
import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.benchmarks.load.Regeneration;
import io.pyramidion.benchmarks.load.SlowCheckpoint;
import io.pyramidion.benchmarks.load.Verdict;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalCluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A disturbed run and an undisturbed one with the same records. Every fault strikes once before any
 * strikes twice; after each the job has to run, generate and complete a checkpoint before the next.
 */
final class ChaosRun {

    static final int TASK_MANAGERS = 4;
    static final int PARALLELISM = 2;
    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    /** What starts every minute gains more from a quick start than from the second compiler. */
    static final Map<String, String> QUICK_START =
            Map.of(
                    "env.java.opts.taskmanager", "-XX:TieredStopAtLevel=1",
                    "env.java.opts.jobmanager", "-XX:TieredStopAtLevel=1");

    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(5);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(30);
    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final int LONGEST_CALM_MS = 10_000;
    private static final int CALM_IN_FLIGHT = 128;
    private static final long LOOK_INTERVAL_MS = 100;
    private static final Set<Fault> TWO_WRITERS = EnumSet.of(Fault.CUT_NETWORK, Fault.FREEZE);
    private static final long WRITES_ON_MS = 5000;

    private final Options options;
    private final Consumer<String> progress;

    /**
     * How to run.
     *
     * @param time how long faults strike
     * @param seed of load and faults
     * @param inFlight records that are unanswered at a time
     * @param heartbeat after how long the cluster gives a silent process up
     * @param checkpointInterval between checkpoints
     * @param jobManagers how many, of which one leads
     * @param faults those that strike
     * @param folder for the processes' logs and checkpoints
     */
    record Options(
            Duration time,
            long seed,
            int inFlight,
            Duration heartbeat,
            Duration checkpointInterval,
            int jobManagers,
            List<Fault> faults,
            Path folder) {}

    /** What came of it. */
    record Outcome(
            long start,
            Duration disturbed,
            Duration calm,
            List<FaultRecord> faults,
            Collection<CheckpointFigures> checkpoints,
            List<SlowCheckpoint> slow,
            int repeatedLetters,
            List<Regeneration.Repeat> unfounded,
            Verdict verdict) {}

    /**
     * @param progress gets a line for whoever waits
     */
    ChaosRun(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    Outcome run() throws IOException, InterruptedException {
        LoadPlan plan =
                LoadPlan.of(
                        options.seed(),
                        Installation.current().root().resolve("models/prompts.jsonl"));
        long start = System.currentTimeMillis();
        Disturbed disturbed = disturbed(plan, start);
        Duration first = since(start);
        long calmStart = System.currentTimeMillis();
        AnswerLog calm = calm(plan, disturbed.sent());
        return new Outcome(
                start,
                first,
                since(calmStart),
                disturbed.faults(),
                disturbed.checkpoints(),
                disturbed.slow(),
                disturbed.answers().repeatedLetters(),
                disturbed.unfounded(),
                Verdict.of(plan, disturbed.sent(), disturbed.answers().answers(), calm.answers()));
    }

    private record Disturbed(
            int sent,
            AnswerLog answers,
            List<FaultRecord> faults,
            Collection<CheckpointFigures> checkpoints,
            List<SlowCheckpoint> slow,
            List<Regeneration.Repeat> unfounded) {}

    private Disturbed disturbed(LoadPlan plan, long start)
            throws IOException, InterruptedException {
        List<FaultRecord> faults = new ArrayList<>();
        try (LocalCluster cluster = cluster(TASK_MANAGERS, options.jobManagers())) {
            LoadTopics topics = topics(cluster);
            JobRun job = new JobRun(cluster, jobOptions(options.checkpointInterval()));
            job.start(PARALLELISM, Optional.empty());
            try (AnswerLog answers = new AnswerLog(topics);
                    JobWatch watch = new JobWatch(cluster.rest(), job);
                    LoadGenerator load =
                            new LoadGenerator(
                                    topics,
                                    plan,
                                    options.inFlight(),
                                    Integer.MAX_VALUE,
                                    answers::answered)) {
                watch.start();
                load.start();
                await(() -> answers.answered() > 0 && watch.timeline().runs(), "the first answer");
                await(() -> !watch.checkpoints().isEmpty(), "the first checkpoint");
                Random random = new Random(options.seed());
                FaultInjector injector =
                        new FaultInjector(
                                cluster,
                                job,
                                random,
                                TASK_MANAGERS,
                                options.heartbeat().toMillis());
                long end = System.currentTimeMillis() + options.time().toMillis();
                List<Fault> round = new ArrayList<>();
                while (System.currentTimeMillis() < end) {
                    if (round.isEmpty()) {
                        round.addAll(options.faults());
                        Collections.shuffle(round, random);
                    }
                    Thread.sleep(random.nextInt(LONGEST_CALM_MS));
                    faults.add(strike(round.remove(0), injector, watch, answers));
                    progress.accept(
                            faults.get(faults.size() - 1).csv(start)
                                    + ","
                                    + answers.answered()
                                    + " answered");
                }
                int sent = load.stop();
                progress.accept("faults are over; waiting for answers to " + sent + " records");
                awaitAll(answers, sent);
                return new Disturbed(
                        sent,
                        answers,
                        faults,
                        watch.checkpoints().values(),
                        watch.slowCheckpoints(),
                        Regeneration.unfounded(
                                answers.tokens().repeats(), watch.restarts(), overlaps(faults)));
            }
        }
    }

    private static List<Regeneration.Overlap> overlaps(List<FaultRecord> faults) {
        return faults.stream()
                .filter(fault -> TWO_WRITERS.contains(fault.fault()))
                .map(fault -> new Regeneration.Overlap(fault.at(), fault.over() + WRITES_ON_MS))
                .toList();
    }

    private FaultRecord strike(
            Fault fault, FaultInjector injector, JobWatch watch, AnswerLog answers)
            throws IOException, InterruptedException {
        long at = System.currentTimeMillis();
        String detail = injector.strike(fault);
        long over = System.currentTimeMillis();
        await(
                () ->
                        watch.timeline().runs()
                                && answers.tokens()
                                                .firstFreshSince(
                                                        Math.max(
                                                                over,
                                                                watch.timeline().runningSince()))
                                        >= 0,
                "the job after " + fault);
        long calm = System.currentTimeMillis();
        await(
                () -> watch.checkpoints().values().stream().anyMatch(c -> c.begun() > calm),
                "a checkpoint after " + fault);
        return FaultRecord.of(
                fault,
                at,
                over,
                detail,
                watch.timeline(),
                answers.tokens(),
                System.currentTimeMillis());
    }

    /** The same records on a cluster that nothing happens to. */
    private AnswerLog calm(LoadPlan plan, int sent) throws IOException, InterruptedException {
        progress.accept("the same records undisturbed");
        try (LocalCluster cluster = cluster(PARALLELISM, 1)) {
            LoadTopics topics = topics(cluster);
            new JobRun(cluster, jobOptions(options.checkpointInterval()))
                    .start(PARALLELISM, Optional.empty());
            try (AnswerLog answers = new AnswerLog(topics);
                    LoadGenerator load =
                            new LoadGenerator(
                                    topics, plan, CALM_IN_FLIGHT, sent, answers::answered)) {
                load.start();
                awaitAll(answers, sent);
                return answers;
            }
        }
    }

    private void awaitAll(AnswerLog answers, int sent) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
        int seen = -1;
        long seenAt = System.nanoTime();
        while (answers.answered() < sent && System.nanoTime() < deadline) {
            if (answers.answered() != seen) {
                seen = answers.answered();
                seenAt = System.nanoTime();
            } else if (System.nanoTime() - seenAt > RECOVERY_LIMIT.toNanos()) {
                progress.accept("no answer any more; " + (sent - seen) + " are missing");
                return;
            }
            Thread.sleep(LOOK_INTERVAL_MS);
        }
        // A second copy of a result would show within the next checkpoints.
        Thread.sleep(LINGER.toMillis());
    }

    private LocalCluster cluster(int taskManagers, int jobManagers) throws IOException {
        Files.createDirectories(options.folder());
        Map<String, String> settings = new HashMap<>(QUICK_START);
        settings.put("heartbeat.timeout", options.heartbeat().toMillis() + " ms");
        return LocalCluster.start(
                Installation.current(),
                LocalCluster.Launch.of(taskManagers, settings)
                        .forChaos(Files.createTempDirectory(options.folder(), "cluster-"))
                        .withJobManagers(jobManagers));
    }

    private static LoadTopics topics(LocalCluster cluster) {
        cluster.broker().createTopics(LoadTopics.PARTITIONS, LoadTopics.names());
        return new LoadTopics(cluster.broker().bootstrapServers());
    }

    static Map<String, String> jobOptions(Duration checkpointInterval) {
        return Map.of(
                "job.checkpoint-interval", checkpointInterval.toMillis() + " ms",
                "job.max-parallelism", "16",
                // Several faults a minute are the suite's own doing; each shall count as a first
                // one.
                "flink.restart-strategy.exponential-delay.max-backoff", "200 ms");
    }

    private void await(BooleanSupplier condition, String what) throws InterruptedException {
        long deadline = System.nanoTime() + RECOVERY_LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Waited " + RECOVERY_LIMIT.toMinutes() + " min in vain for " + what);
            }
            Thread.sleep(LOOK_INTERVAL_MS);
        }
    }

    private static Duration since(long start) {
        return Duration.ofMillis(System.currentTimeMillis() - start);
    }

    static List<Fault> allFaults() {
        return Arrays.asList(Fault.values());
    }
}
