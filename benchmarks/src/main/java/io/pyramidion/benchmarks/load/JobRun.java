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
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalCluster;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The job on a cluster, as an operator runs it: submitted, stopped with a savepoint, submitted
 * again from a snapshot. Knows the id and parallelism of the job that runs now.
 */
public final class JobRun {

    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    private final LocalCluster cluster;
    private final Map<String, String> options;
    private final Path checkpoints;
    private volatile String jobId;
    private volatile int parallelism;
    private Optional<String> startedFrom = Optional.empty();

    /**
     * @param more options of the job beside those of the bundled models
     */
    public JobRun(LocalCluster cluster, Map<String, String> more) {
        this.cluster = cluster;
        this.checkpoints = cluster.folder().resolve("state");
        this.options = new LinkedHashMap<>(bundled());
        options.put("kafka.bootstrap-servers", cluster.broker().bootstrapServers());
        options.put("kafka.max-record-bytes", LoadPlan.MAX_RECORD_BYTES + " b");
        options.putAll(more);
    }

    /** Id of the job that runs now. */
    public String jobId() {
        return jobId;
    }

    public int parallelism() {
        return parallelism;
    }

    /** Submits the job, from a snapshot if one is given. */
    public void start(int parallelism, Optional<String> snapshot) {
        List<String> arguments = new ArrayList<>();
        options.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
        arguments.addAll(List.of("--job.parallelism", String.valueOf(parallelism)));
        jobId = cluster.submit(arguments, snapshot);
        this.parallelism = parallelism;
        startedFrom = snapshot;
    }

    /**
     * Stops with a savepoint.
     *
     * @return the savepoint's path
     */
    public String stop() throws IOException {
        String directory = cluster.folder().resolve("savepoints").toUri().toString();
        return cluster.rest().stop(jobId, directory, STOP_LIMIT);
    }

    /**
     * The newest snapshot that this job can go on from: its latest checkpoint, or where it has none
     * what it was started from.
     */
    public Optional<String> newestSnapshot() {
        Path own = checkpoints.resolve(jobId);
        if (!Files.isDirectory(own)) {
            return startedFrom;
        }
        try (Stream<Path> found = Files.list(own)) {
            return found.filter(path -> path.getFileName().toString().startsWith("chk-"))
                    .filter(path -> Files.exists(path.resolve("_metadata")))
                    .max(Comparator.comparingInt(JobRun::number))
                    .map(path -> path.toUri().toString())
                    .or(() -> startedFrom);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How much of the job runs now.
     *
     * @param rest who is asked
     */
    public JobTimeline.Extent running(FlinkRest rest) throws IOException {
        JsonNode detail = rest.get("/jobs/" + jobId);
        JsonNode vertices = detail.path("vertices");
        if (!detail.path("state").asText().equals("RUNNING") || vertices.isEmpty()) {
            return JobTimeline.Extent.NONE;
        }
        JobTimeline.Extent extent = JobTimeline.Extent.ALL;
        for (JsonNode vertex : vertices) {
            // Not its status: that is RUNNING too while some subtasks run and others deploy.
            int running = vertex.path("tasks").path("RUNNING").asInt();
            if (running == 0) {
                return JobTimeline.Extent.NONE;
            }
            if (running < vertex.path("parallelism").asInt()) {
                extent = JobTimeline.Extent.SOME;
            }
        }
        return extent;
    }

    private static int number(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    private static Map<String, String> bundled() {
        Installation installation = Installation.current();
        Map<String, String> options = new LinkedHashMap<>();
        for (String model : new String[] {"target", "qualifier", "draft"}) {
            options.put("model." + model, installation.model(model).toString());
        }
        options.put("engine.kv-memory", "64 mb");
        options.put("engine.max-running", "16");
        options.put("engine.max-waiting", "16");
        return options;
    }
}
