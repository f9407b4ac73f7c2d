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
package io.pyramidion.job.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A Flink standalone cluster on this machine: a job manager and task managers, each a JVM of its
 * own, on loopback. Owns the processes and a temporary folder; {@link #close()} ends the former and
 * deletes the latter. The processes end with this JVM in any case.
 *
 * <p>The engine and libtorch are in the class path of the processes, not in the job jar. Not safe
 * for use by several threads.
 */
public final class LocalCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final Installation installation;
    private final Path folder;
    private final Path plugins;
    private final ClusterConfiguration configuration;
    private final FlinkRest rest;
    private final List<ChildJvm> taskManagers = new ArrayList<>();
    private ChildJvm jobManager;

    private LocalCluster(Installation installation, Map<String, String> settings) {
        this.installation = installation;
        this.folder = TemporaryFolder.create("cluster");
        this.plugins = TemporaryFolder.create(folder, "plugins");
        int restPort = FreePorts.next();
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.put("rest.port", String.valueOf(restPort));
        overrides.put("rest.bind-port", String.valueOf(restPort));
        overrides.put("jobmanager.rpc.port", String.valueOf(FreePorts.next()));
        overrides.put("io.tmp.dirs", folder.toString());
        overrides.putIfAbsent("execution.checkpointing.dir", folder.resolve("state").toUri() + "");
        this.configuration = new ClusterConfiguration(installation.flinkConfiguration(), overrides);
        this.rest = new FlinkRest(URI.create("http://127.0.0.1:" + restPort));
    }

    /**
     * Starts a cluster and waits until its task managers have registered.
     *
     * @param taskManagers how many task managers
     * @param settings Flink options that override {@code flink-conf/config.yaml}
     * @throws LaunchException if it is not ready within 60 s; names the folder of its logs, which
     *     is kept then
     */
    public static LocalCluster start(
            Installation installation, int taskManagers, Map<String, String> settings) {
        LocalCluster cluster = new LocalCluster(installation, settings);
        try {
            cluster.startJobManager();
            for (int i = 0; i < taskManagers; i++) {
                cluster.startTaskManager();
            }
            cluster.await(() -> cluster.registered() >= taskManagers, "The task managers");
        } catch (LaunchException e) {
            cluster.killAll();
            throw e;
        }
        return cluster;
    }

    /** Flink's REST interface and dashboard. */
    public FlinkRest rest() {
        return rest;
    }

    /** Folder of the processes' logs; gone after {@link #close()}. */
    public Path folder() {
        return folder;
    }

    /**
     * Uploads the job jar and runs it.
     *
     * @param arguments the job's own
     * @return the job's id
     * @throws LaunchException if the cluster does not accept it
     */
    public String submit(List<String> arguments) {
        try {
            return rest.run(rest.upload(installation.jobJar()), arguments);
        } catch (IOException e) {
            throw new LaunchException("Cannot run the job: " + e.getMessage(), e);
        }
    }

    /**
     * Starts one more task manager; returns before it has registered.
     *
     * @return its number, for {@link #killTaskManager(int)}
     */
    public int startTaskManager() {
        int number = taskManagers.size();
        Map<String, String> own =
                Map.of(
                        "taskmanager.resource-id",
                        "task-manager-" + number,
                        "taskmanager.rpc.port",
                        "0");
        taskManagers.add(
                ChildJvm.start(
                        process(
                                TASK_MANAGER,
                                "task-manager-" + number,
                                configuration.taskManagerJvmOptions(),
                                configuration.taskManagerArguments(own))));
        return number;
    }

    /** Ends a task manager as {@code kill -9} does, and waits until its process is gone. */
    public void killTaskManager(int number) {
        taskManagers.get(number).kill();
    }

    @Override
    public void close() {
        killAll();
        TemporaryFolder.delete(folder);
    }

    private void startJobManager() {
        jobManager =
                ChildJvm.start(
                        process(
                                JOB_MANAGER,
                                "job-manager",
                                configuration.jobManagerJvmOptions(),
                                configuration.jobManagerArguments()));
        await(() -> registered() >= 0, "The job manager");
    }

    private ChildJvm.Launch process(
            String mainClass, String name, List<String> jvmOptions, List<String> arguments) {
        Map<String, String> environment = new HashMap<>(configuration.environment());
        environment.put("FLINK_CONF_DIR", installation.flinkConfiguration().toString());
        environment.put("FLINK_PLUGINS_DIR", plugins.toString());
        Path log = folder.resolve(name + ".log");
        List<String> options = new ArrayList<>(jvmOptions);
        // Where the dashboard finds the log.
        options.add("-Dlog.file=" + log);
        return new ChildJvm.Launch(
                mainClass,
                installation.flinkClassPath(),
                options,
                arguments,
                environment,
                folder,
                log);
    }

    /** How many task managers the job manager knows; -1 while it does not answer. */
    private int registered() {
        try {
            return rest.taskManagers();
        } catch (IOException e) {
            return -1;
        }
    }

    private void await(BooleanSupplier ready, String what) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready.getAsBoolean()) {
            boolean dead =
                    !jobManager.isAlive() || taskManagers.stream().anyMatch(tm -> !tm.isAlive());
            if (dead || System.nanoTime() > deadline) {
                throw new LaunchException(
                        what
                                + (dead ? " ended" : " did not answer")
                                + " while the cluster started; logs: "
                                + folder);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while the cluster started", e);
        }
    }

    private void killAll() {
        taskManagers.forEach(ChildJvm::kill);
        if (jobManager != null) {
            jobManager.kill();
        }
    }
}
