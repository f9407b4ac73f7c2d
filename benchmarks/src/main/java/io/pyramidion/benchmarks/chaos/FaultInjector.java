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

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.local.LocalCluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Does to a cluster what a {@link Fault} says, and then what its operators and supervisors would:
 * starts what died again, resubmits what is gone. Not safe for use by several threads.
 */
final class FaultInjector {

    private static final String NAME = "task-manager-";
    private static final int LONGEST_ABSENCE_MS = 6000;

    private final LocalCluster cluster;
    private final JobRun job;
    private final Random random;
    private final int taskManagers;
    private final long heartbeatTimeoutMs;

    /**
     * @param taskManagers how many there shall always be
     * @param heartbeatTimeoutMs after how long the cluster gives a silent one up
     */
    FaultInjector(
            LocalCluster cluster,
            JobRun job,
            Random random,
            int taskManagers,
            long heartbeatTimeoutMs) {
        this.cluster = cluster;
        this.job = job;
        this.random = random;
        this.taskManagers = taskManagers;
        this.heartbeatTimeoutMs = heartbeatTimeoutMs;
    }

    /**
     * Lets a fault strike; returns when it is over, before the job has recovered.
     *
     * @return what it struck
     */
    String strike(Fault fault) throws IOException, InterruptedException {
        return switch (fault) {
            case KILL_TASK_MANAGER -> killTaskManager();
            case KILL_JOB_MANAGER -> killJobManager();
            case KILL_BROKER -> killBroker();
            case RESCALE -> rescale();
            case CUT_NETWORK -> cutNetwork();
            case FREEZE -> freeze();
        };
    }

    private String killTaskManager() throws IOException, InterruptedException {
        int victim = victim();
        cluster.killTaskManager(victim);
        int absence = random.nextInt(LONGEST_ABSENCE_MS);
        Thread.sleep(absence);
        cluster.startTaskManager();
        return NAME + victim + " gone for " + absence + " ms";
    }

    private String killJobManager() throws InterruptedException {
        cluster.killJobManager();
        return cluster.isHighlyAvailable() ? startAgain() : resubmit();
    }

    private String startAgain() throws InterruptedException {
        int absence = random.nextInt(LONGEST_ABSENCE_MS);
        Thread.sleep(absence);
        cluster.startJobManagers();
        // Else the next fault could strike when there is none to take over.
        cluster.awaitJobManagers();
        return "started again after " + absence + " ms";
    }

    private String resubmit() {
        Optional<String> nothing = Optional.empty();
        cluster.startJobManagers();
        cluster.awaitJobManagers();
        Optional<String> newest = job.newestSnapshot();
        job.start(job.parallelism(), newest);
        return newest.equals(nothing) ? "from nothing" : "from " + name(newest.orElseThrow());
    }

    private String killBroker() throws InterruptedException {
        cluster.broker().kill();
        int absence = random.nextInt(LONGEST_ABSENCE_MS);
        Thread.sleep(absence);
        cluster.broker().restart();
        return "down for " + absence + " ms before its start";
    }

    private String rescale() throws IOException {
        int before = job.parallelism();
        String savepoint = job.stop();
        // One task manager is always to spare; of the other parallelisms, any.
        int after = 1 + random.nextInt(taskManagers - 2);
        if (after >= before) {
            after++;
        }
        job.start(after, Optional.of(savepoint));
        return "parallelism " + before + " to " + after;
    }

    private String cutNetwork() throws IOException, InterruptedException {
        int victim = victim();
        long absence = heartbeatTimeoutMs + 1000 + random.nextInt(LONGEST_ABSENCE_MS);
        cluster.cutNetwork(victim);
        Thread.sleep(absence);
        cluster.mendNetwork(victim);
        return NAME + victim + " for " + absence + " ms";
    }

    private String freeze() throws IOException, InterruptedException {
        int victim = victim();
        long absence = heartbeatTimeoutMs + 1000 + random.nextInt(LONGEST_ABSENCE_MS);
        cluster.freezeTaskManager(victim);
        Thread.sleep(absence);
        cluster.thawTaskManager(victim);
        return NAME + victim + " for " + absence + " ms";
    }

    /** A task manager that runs part of the job, by chance; any if Flink names none. */
    private int victim() throws IOException {
        List<Integer> busy = new ArrayList<>();
        for (JsonNode entry : cluster.rest().get("/taskmanagers").path("taskmanagers")) {
            int number = number(entry.path("id").asText());
            boolean lives = cluster.liveTaskManagers().contains(number);
            if (lives && entry.path("freeSlots").asInt() == 0) {
                busy.add(number);
            }
        }
        List<Integer> choice = busy.isEmpty() ? cluster.liveTaskManagers() : busy;
        return choice.get(random.nextInt(choice.size()));
    }

    /** Number of the task manager that Flink knows by an id. */
    static int number(String id) {
        return Integer.parseInt(id.substring(NAME.length()));
    }

    private static String name(String snapshot) {
        String path = snapshot.replaceAll("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
