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

import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * A Flink standalone cluster on this machine: job managers and task managers, each a JVM of its
 * own, on loopback, and with them a Kafka broker if one is wanted. With several job managers it is
 * highly available: one leads, and when it dies another takes over its jobs. Owns the processes
 * and, unless it was given one, a temporary folder; {@link #close()} ends the former and deletes
 * the latter. The processes end with this JVM in any case, unless they were detached.
 *
 * <p>The engine and libtorch are in the class path of the processes, not in the job jar. Not safe
 * for use by several threads.
 */
public final class LocalCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final Launch launch;
    private final Path folder;
    private final FlinkProcesses processes;
    private final Optional<LocalNetwork> network;
    private final Optional<ZooKeeper> zooKeeper;
    private final JobManagers jobManagers;
    private final FlinkRest rest;
    private final List<ChildJvm> taskManagers = new ArrayList<>();
    private LocalBroker broker;

    /**
     * What to start.
     *
     * @param taskManagers how many task managers
     * @param settings Flink options that override {@code flink-conf/config.yaml}
     * @param cuttable whether the network of a task manager can be cut
     * @param broker how to start a broker with it, if one is wanted
     * @param port port of the REST interface; any that is free if empty
     * @param folder an existing folder for logs and checkpoints, which stays; a temporary one if
     *     empty
     * @param detached whether the processes go on when this JVM ends
     * @param jobManagers how many job managers; several come with a ZooKeeper server
     */
    public record Launch(
            int taskManagers,
            Map<String, String> settings,
            boolean cuttable,
            Optional<LocalBroker.Launch> broker,
            OptionalInt port,
            Optional<Path> folder,
            boolean detached,
            int jobManagers) {

        /** Task managers on a free port in a temporary folder, without a broker. */
        public static Launch of(int taskManagers, Map<String, String> settings) {
            return new Launch(
                    taskManagers,
                    settings,
                    false,
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    false,
                    1);
        }

        /**
         * The same with a broker and with networks that can be cut.
         *
         * @param folder an existing folder for logs and checkpoints, which stays
         */
        public Launch forChaos(Path folder) {
            return new Launch(
                    taskManagers,
                    settings,
                    true,
                    Optional.of(LocalBroker.Launch.STANDARD),
                    port,
                    Optional.of(folder),
                    detached,
                    jobManagers);
        }

        /** The same with several job managers. */
        public Launch withJobManagers(int jobManagers) {
            return new Launch(
                    taskManagers, settings, cuttable, broker, port, folder, detached, jobManagers);
        }
    }

    private LocalCluster(Installation installation, Launch launch) {
        this.launch = launch;
        this.folder = launch.folder().orElseGet(() -> TemporaryFolder.create("cluster"));
        this.network =
                launch.cuttable()
                        ? Optional.of(new LocalNetwork(folder, launch.jobManagers()))
                        : Optional.empty();
        Map<String, String> overrides = new HashMap<>(launch.settings());
        overrides.put("jobmanager.rpc.port", String.valueOf(FreePorts.next()));
        overrides.put("io.tmp.dirs", folder.toString());
        overrides.putIfAbsent("execution.checkpointing.dir", folder.resolve("state").toUri() + "");
        network.ifPresent(cables -> overrides.putAll(cables.settings()));
        this.zooKeeper =
                launch.jobManagers() > 1
                        ? Optional.of(new ZooKeeper(installation, folder, launch.detached()))
                        : Optional.empty();
        zooKeeper.ifPresent(server -> overrides.putAll(server.settings()));
        this.processes = new FlinkProcesses(installation, folder, overrides, launch.detached());
        List<Integer> restPorts = new ArrayList<>();
        restPorts.add(launch.port().orElseGet(FreePorts::next));
        while (restPorts.size() < launch.jobManagers()) {
            restPorts.add(FreePorts.next());
        }
        this.jobManagers = new JobManagers(processes, network, zooKeeper, restPorts);
        this.rest = new FlinkRest(jobManagers.addresses());
    }

    /** Starts task managers without a broker; see {@link #start(Installation, Launch)}. */
    public static LocalCluster start(
            Installation installation, int taskManagers, Map<String, String> settings) {
        return start(installation, Launch.of(taskManagers, settings));
    }

    /**
     * Starts a cluster and waits until its task managers have registered. Where that fails, for
     * whatever reason, no process of it is left.
     *
     * @throws LaunchException if it is not ready within 3 min; names the folder of its logs, which
     *     is kept then
     */
    public static LocalCluster start(Installation installation, Launch launch) {
        LocalCluster cluster = new LocalCluster(installation, launch);
        try {
            cluster.broker =
                    launch.broker()
                            .map(wanted -> LocalBroker.start(installation, wanted))
                            .orElse(null);
            cluster.zooKeeper.ifPresent(ZooKeeper::start);
            cluster.startJobManagers();
            cluster.awaitJobManagers();
            for (int i = 0; i < launch.taskManagers(); i++) {
                cluster.startTaskManager();
            }
            cluster.awaitTaskManagers(launch.taskManagers());
        } catch (LaunchException e) {
            cluster.killAll();
            throw e;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Flink's REST interface and dashboard. */
    public FlinkRest rest() {
        return rest;
    }

    /**
     * The broker.
     *
     * @throws IllegalStateException if none was wanted
     */
    public LocalBroker broker() {
        if (broker == null) {
            throw new IllegalStateException("This cluster was started without a broker");
        }
        return broker;
    }

    /** Folder of the processes' logs; gone after {@link #close()} if it is temporary. */
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
        return submit(arguments, Optional.empty());
    }

    /**
     * Uploads the job jar and runs it.
     *
     * @param arguments the job's own
     * @param snapshot path of the savepoint or checkpoint to go on from, if any
     * @return the job's id
     * @throws LaunchException if the cluster does not accept it
     */
    public String submit(List<String> arguments, Optional<String> snapshot) {
        try {
            return rest.run(rest.upload(processes.jobJar()), arguments, snapshot);
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
        network.ifPresent(cables -> cables.connect(number));
        Map<String, String> own =
                network.map(cables -> cables.taskManagerSettings(number))
                        .orElse(Map.of("taskmanager.rpc.port", "0"));
        List<String> options =
                network.map(cables -> cables.taskManagerOptions(number)).orElse(List.of());
        taskManagers.add(ChildJvm.start(processes.taskManager(number, own, options)));
        return number;
    }

    /** Waits until as many task managers have registered. */
    public void awaitTaskManagers(int wanted) {
        await(
                () -> registered(rest) >= wanted || liveTaskManagers().size() < wanted,
                "The task managers");
        if (liveTaskManagers().size() < wanted) {
            throw new LaunchException("A task manager ended; logs: " + folder);
        }
    }

    /** Numbers of the task managers whose processes live, frozen or not. */
    public List<Integer> liveTaskManagers() {
        List<Integer> live = new ArrayList<>();
        for (int number = 0; number < taskManagers.size(); number++) {
            if (taskManagers.get(number).isAlive()) {
                live.add(number);
            }
        }
        return live;
    }

    /** Process id of a task manager. */
    public long taskManagerProcess(int number) {
        return taskManagers.get(number).pid();
    }

    /** Ends a task manager as {@code kill -9} does, and waits until its process is gone. */
    public void killTaskManager(int number) {
        taskManagers.get(number).kill();
        network.ifPresent(cables -> cables.disconnect(number));
    }

    /** Stops a task manager's process where it is, until {@link #thawTaskManager(int)}. */
    public void freezeTaskManager(int number) {
        taskManagers.get(number).freeze();
    }

    public void thawTaskManager(int number) {
        taskManagers.get(number).thaw();
    }

    /**
     * Cuts what a task manager, the job manager and other task managers say to each other, until
     * {@link #mendNetwork(int)}. Kafka and the file system stay within its reach.
     *
     * @throws IllegalStateException if the cluster was not started to be cut
     */
    public void cutNetwork(int number) {
        cables().cut(number);
    }

    /** Lets through again what was held back, and all that follows. */
    public void mendNetwork(int number) {
        cables().mend(number);
    }

    /**
     * Ends the job manager that leads as {@code kill -9} does: with it goes its knowledge of any
     * job, unless there is another to take over.
     *
     * @throws LaunchException if none leads within half a minute
     */
    public void killJobManager() {
        jobManagers.killLeader();
    }

    /** Starts the job managers that do not live, on the ports that they always have. */
    public void startJobManagers() {
        jobManagers.start();
    }

    /** Waits until every job manager answers, by itself or for the one that leads. */
    public void awaitJobManagers() {
        for (URI address : jobManagers.addresses()) {
            FlinkRest one = new FlinkRest(address);
            await(() -> registered(one) >= 0, "A job manager");
        }
    }

    /** Whether another job manager takes over when the one that leads dies. */
    public boolean isHighlyAvailable() {
        return launch.jobManagers() > 1;
    }

    @Override
    public void close() {
        killAll();
        if (launch.folder().isEmpty()) {
            TemporaryFolder.delete(folder);
        }
    }

    /** Every process that lives, by the name of its log. */
    Map<String, ProcessHandle> handles() {
        Map<String, ProcessHandle> handles = new LinkedHashMap<>();
        if (broker != null) {
            handles.put("broker", broker.process());
        }
        zooKeeper.ifPresent(server -> handles.put("zookeeper", server.handle()));
        handles.putAll(jobManagers.handles());
        liveTaskManagers()
                .forEach(n -> handles.put("task-manager-" + n, taskManagers.get(n).handle()));
        return handles;
    }

    private LocalNetwork cables() {
        return network.orElseThrow(
                () -> new IllegalStateException("This cluster's network cannot be cut"));
    }

    /** How many task managers the job manager that leads knows; -1 while nobody answers. */
    private static int registered(FlinkRest rest) {
        try {
            return rest.taskManagers();
        } catch (IOException e) {
            return -1;
        }
    }

    private void await(BooleanSupplier ready, String what) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready.getAsBoolean()) {
            boolean dead = jobManagers.areLost();
            if (dead || System.nanoTime() > deadline) {
                throw new LaunchException(
                        what + (dead ? " ended" : " did not answer") + "; logs: " + folder);
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
        jobManagers.close();
        zooKeeper.ifPresent(ZooKeeper::close);
        if (broker != null) {
            broker.close();
        }
        network.ifPresent(LocalNetwork::close);
    }
}
