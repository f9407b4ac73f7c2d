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
package io.pyramidion.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.job.local.FlinkRest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Looks at a job several times a second, in a thread of its own: when it ran and when it did not,
 * and what became of its checkpoints. A job manager that does not answer counts as not running.
 */
public final class JobWatch implements AutoCloseable {

    private static final long LOOK_INTERVAL_MS = 150;
    private static final int LOOKS_PER_CHECKPOINTS = 5;

    private final FlinkRest rest;
    private final JobRun job;
    private final Thread thread = new Thread(this::watch, "watch the job");
    private final List<Change> changes = new ArrayList<>();
    private final NavigableMap<Long, CheckpointFigures> checkpoints = new TreeMap<>();
    private long restored = -1;
    private volatile boolean stopped;

    private record Change(long time, JobRun.Extent extent) {}

    public JobWatch(FlinkRest rest, JobRun job) {
        this.rest = rest;
        this.job = job;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Whether all of the job ran when it was last looked at. */
    public synchronized boolean runs() {
        return !changes.isEmpty() && last().extent() == JobRun.Extent.ALL;
    }

    /** Since when all of the job runs; the end of time while it does not. */
    public synchronized long runningSince() {
        return runs() ? last().time() : Long.MAX_VALUE;
    }

    /** When a part of the job was first seen not to run, from a time on; -1 if it always ran. */
    public synchronized long stoppedSince(long time) {
        return firstSince(time, extent -> extent != JobRun.Extent.ALL);
    }

    /** When all of the job was first seen to run again, from a time on; -1 if it never did. */
    public synchronized long runsSince(long time) {
        return firstSince(time, extent -> extent == JobRun.Extent.ALL);
    }

    /**
     * When the first part of the job ran that went on until all did.
     *
     * @param runs when all of it ran again, by {@link #runsSince}
     */
    public synchronized long partlyRan(long runs) {
        long since = runs;
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (change.time() < runs) {
                if (change.extent() != JobRun.Extent.SOME) {
                    break;
                }
                since = change.time();
            }
        }
        return since;
    }

    /** Checkpoints and savepoints that completed, by id. */
    public synchronized Map<Long, CheckpointFigures> checkpoints() {
        return new TreeMap<>(checkpoints);
    }

    /**
     * When the snapshot was begun that the job was last restored from; of one that completed
     * unseen, the one before. -1 if none is known.
     */
    public synchronized long restoredTrigger() {
        Map.Entry<Long, CheckpointFigures> figures = checkpoints.floorEntry(restored);
        return figures == null ? -1 : figures.getValue().begun();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Change last() {
        return changes.get(changes.size() - 1);
    }

    private long firstSince(long time, Predicate<JobRun.Extent> wanted) {
        return changes.stream()
                .filter(change -> change.time() >= time && wanted.test(change.extent()))
                .mapToLong(Change::time)
                .findFirst()
                .orElse(-1);
    }

    private void watch() {
        int looks = 0;
        while (!stopped) {
            look();
            if (looks++ % LOOKS_PER_CHECKPOINTS == 0) {
                lookAtCheckpoints();
            }
            try {
                Thread.sleep(LOOK_INTERVAL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void look() {
        JobRun.Extent extent;
        try {
            extent = job.jobId() == null ? JobRun.Extent.NONE : job.running();
        } catch (IOException e) {
            extent = JobRun.Extent.NONE;
        }
        long now = System.currentTimeMillis();
        synchronized (this) {
            if (changes.isEmpty() || last().extent() != extent) {
                changes.add(new Change(now, extent));
            }
        }
    }

    private void lookAtCheckpoints() {
        try {
            JsonNode answer = rest.get("/jobs/" + job.jobId() + "/checkpoints");
            synchronized (this) {
                for (JsonNode entry : answer.path("history")) {
                    if (entry.path("status").asText().equals("COMPLETED")) {
                        CheckpointFigures figures = CheckpointFigures.of(entry);
                        checkpoints.put(figures.id(), figures);
                    }
                }
                JsonNode latest = answer.path("latest").path("restored");
                if (latest.has("id")) {
                    restored = latest.path("id").asLong();
                }
            }
        } catch (IOException e) {
            // The job manager is away, or has no such job yet.
        }
    }
}
