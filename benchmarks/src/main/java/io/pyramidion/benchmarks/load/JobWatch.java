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
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Looks at a job several times a second, in a thread of its own: when it ran and when it did not,
 * and what became of its checkpoints. A job manager that does not answer counts as not running.
 */
public final class JobWatch implements AutoCloseable {

    private static final long LOOK_INTERVAL_MS = 150;
    private static final int LOOKS_PER_CHECKPOINTS = 2;
    private static final long SLOW_MS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final FlinkRest rest;
    private final JobRun job;
    private final Thread thread = new Thread(this::watch, "watch the job");
    private final JobTimeline timeline = new JobTimeline();
    private final NavigableMap<Long, CheckpointFigures> checkpoints = new TreeMap<>();
    private final NavigableMap<Long, SlowCheckpoint> slow = new TreeMap<>();
    private final NavigableMap<Long, Long> restored = new TreeMap<>();
    private volatile boolean stopped;

    public JobWatch(FlinkRest rest, JobRun job) {
        this.rest = rest.within(PATIENCE);
        this.job = job;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** When how much of the job ran. */
    public JobTimeline timeline() {
        return timeline;
    }

    /** Checkpoints and savepoints that completed, by id. */
    public synchronized Map<Long, CheckpointFigures> checkpoints() {
        return new TreeMap<>(checkpoints);
    }

    /** Checkpoints that took more than a second, and why. */
    public synchronized List<SlowCheckpoint> slowCheckpoints() {
        return List.copyOf(slow.values());
    }

    /**
     * Every restart that was seen. Of a snapshot that completed unseen, the one before counts; if
     * there is none, the beginning of time.
     */
    public synchronized List<Regeneration.Restart> restarts() {
        return restored.entrySet().stream()
                .map(each -> new Regeneration.Restart(begun(each.getValue()), each.getKey()))
                .toList();
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

    private long begun(long snapshot) {
        Map.Entry<Long, CheckpointFigures> figures = checkpoints.floorEntry(snapshot);
        return figures == null ? 0 : figures.getValue().begun();
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
        JobTimeline.Extent extent;
        try {
            extent = job.jobId() == null ? JobTimeline.Extent.NONE : job.running(rest);
        } catch (IOException e) {
            extent = JobTimeline.Extent.NONE;
        }
        timeline.saw(System.currentTimeMillis(), extent);
    }

    private void lookAtCheckpoints() {
        try {
            JsonNode answer = rest.get("/jobs/" + job.jobId() + "/checkpoints");
            synchronized (this) {
                for (JsonNode entry : answer.path("history")) {
                    if (entry.path("status").asText().equals("COMPLETED")) {
                        CheckpointFigures figures = CheckpointFigures.of(entry);
                        checkpoints.put(figures.id(), figures);
                        explain(figures);
                    }
                }
                JsonNode latest = answer.path("latest").path("restored");
                if (latest.has("id")) {
                    restored.put(
                            latest.path("restore_timestamp").asLong(), latest.path("id").asLong());
                }
            }
        } catch (IOException e) {
            // The job manager is away, or has no such job yet.
        }
    }

    private void explain(CheckpointFigures figures) throws IOException {
        boolean known = slow.containsKey(figures.id());
        if (!known && !figures.savepoint() && figures.millis() > SLOW_MS) {
            slow.put(figures.id(), SlowCheckpoint.of(rest, job.jobId(), figures));
        }
    }
}
