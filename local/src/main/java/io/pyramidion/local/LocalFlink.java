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
package io.pyramidion.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.pyramidion.operators.rest.FlinkRest;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A job on a Flink in this JVM, with the dashboard on loopback. Configured by {@code
 * flink-conf/config.yaml} under the given overrides. Owns the cluster and a temporary folder, which
 * end with {@link #close()}.
 */
public final class LocalFlink implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_INTERVAL_MS = 100;

    private final JobClient job;
    private final FlinkRest rest;
    private final Path folder;

    private LocalFlink(JobClient job, FlinkRest rest, Path folder) {
        this.job = job;
        this.rest = rest;
        this.folder = folder;
    }

    /**
     * What to run.
     *
     * @param name the job's name in the dashboard
     * @param parallelism subtasks at most, which is how many slots there are
     * @param port port of the dashboard
     * @param overrides Flink options that override {@code flink-conf/config.yaml}
     * @param graph adds the job's operators to the environment
     */
    public record Launch(
            String name,
            int parallelism,
            int port,
            Map<String, String> overrides,
            Consumer<StreamExecutionEnvironment> graph) {}

    /**
     * Starts the job and waits until all of its tasks run. A bounded one may have ended by then.
     * Where that fails, for whatever reason, neither cluster nor folder is left.
     *
     * @throws LaunchException if the port is in use, or the job fails before it runs; says why
     */
    public static LocalFlink start(Installation installation, Launch launch) {
        if (!FreePorts.isFree(launch.port())) {
            throw new LaunchException(
                    "Port "
                            + launch.port()
                            + " for the dashboard is in use; choose another with"
                            + " --flink.rest.port N");
        }
        Path folder = TemporaryFolder.create("flink");
        LocalFlink flink;
        try {
            flink = launch(installation, launch, folder);
        } catch (RuntimeException | Error e) {
            TemporaryFolder.delete(folder);
            throw e;
        }
        try {
            flink.awaitRunning();
        } catch (RuntimeException | Error e) {
            flink.close();
            throw e;
        }
        return flink;
    }

    /** The job's REST interface and dashboard. */
    public FlinkRest rest() {
        return rest;
    }

    /** The job's id. */
    public String jobId() {
        return job.getJobID().toHexString();
    }

    /**
     * Waits for the job to end by itself.
     *
     * @throws LaunchException if it fails; says why
     */
    public void awaitEnd() {
        try {
            job.getJobExecutionResult().get();
        } catch (ExecutionException e) {
            throw new LaunchException("The job failed: " + rootMessage(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while the job ran", e);
        }
    }

    /** Cancels the job, with which its cluster ends, and deletes the folder. */
    @Override
    public void close() {
        try {
            job.cancel().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // A job that has already ended cannot be cancelled, and needs not be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        awaitClusterEnd();
        TemporaryFolder.delete(folder);
    }

    /** The cluster ends by itself some time after its job has. */
    private void awaitClusterEnd() {
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (!FreePorts.isFree(rest.address().getPort()) && System.nanoTime() < deadline) {
            pause();
        }
    }

    private static LocalFlink launch(Installation installation, Launch launch, Path folder) {
        Configuration configuration =
                GlobalConfiguration.loadConfiguration(installation.flinkConfiguration().toString());
        String port = String.valueOf(launch.port());
        configuration.setString("io.tmp.dirs", folder.toString());
        configuration.setString(
                "execution.checkpointing.dir", folder.resolve("state").toUri() + "");
        configuration.setString(
                "taskmanager.numberOfTaskSlots", String.valueOf(launch.parallelism()));
        // In one JVM these mean nothing, and Flink would say so in the log.
        configuration.removeKey("taskmanager.memory.process.size");
        launch.overrides().forEach(configuration::setString);
        configuration.setString("rest.port", port);
        configuration.setString("rest.bind-port", port);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(configuration);
        environment.setParallelism(launch.parallelism());
        launch.graph().accept(environment);
        FlinkRest rest = new FlinkRest(URI.create("http://127.0.0.1:" + port));
        try {
            return new LocalFlink(environment.executeAsync(launch.name()), rest, folder);
        } catch (Exception e) {
            // No narrower: executeAsync declares no less, and every failure ends the start.
            throw new LaunchException("Cannot start Flink: " + rootMessage(e), e);
        }
    }

    private void awaitRunning() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isRunning()) {
            if (System.nanoTime() > deadline) {
                throw new LaunchException(
                        "The job did not run within " + START_LIMIT.toSeconds() + " s");
            }
            pause();
        }
    }

    private boolean isRunning() {
        try {
            JsonNode detail = rest.get("/jobs/" + jobId());
            JobStatus status = JobStatus.valueOf(detail.path("state").asText());
            if (status == JobStatus.RESTARTING
                    || status == JobStatus.FAILING
                    || status == JobStatus.FAILED) {
                throw new LaunchException("The job failed: " + failure());
            }
            JsonNode vertices = detail.path("vertices");
            for (JsonNode vertex : vertices) {
                String state = vertex.path("status").asText();
                if (!state.equals("RUNNING") && !state.equals("FINISHED")) {
                    return false;
                }
            }
            return !vertices.isEmpty();
        } catch (IOException e) {
            // The dashboard comes up a little later than the job, and goes with it.
            return hasEnded();
        }
    }

    private boolean hasEnded() {
        if (!job.getJobExecutionResult().isDone()) {
            return false;
        }
        awaitEnd();
        return true;
    }

    /** The message of what first failed, without its stack trace. */
    private String failure() throws IOException {
        JsonNode history = rest.get("/jobs/" + jobId() + "/exceptions").path("exceptionHistory");
        String trace = history.path("entries").path(0).path("stacktrace").asText("no reason given");
        return Arrays.stream(trace.split("\\R"))
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .orElseGet(() -> trace.lines().findFirst().orElse(trace))
                .replaceFirst("^Caused by: ", "")
                .replaceFirst("^[\\w.$]+(Exception|Error): ", "");
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        // Whose message is the path alone; who caught it says what is wrong with it.
        while (root.getCause() != null && !(root.getCause() instanceof FileSystemException)) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_INTERVAL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while the job started", e);
        }
    }
}
