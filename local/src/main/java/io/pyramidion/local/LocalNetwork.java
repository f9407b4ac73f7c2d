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

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A network between the job managers and the task managers of one machine in which each task
 * manager's cables can be cut. Needs no privileges: every process has a hosts file of its own, in
 * which the others' names lead to loopback addresses of {@link Cable}s; Linux takes all of
 * 127.0.0.0/8 for loopback.
 *
 * <p>Job managers share an address and differ by their ports. They are not cut off from each other.
 *
 * <p>Cut is what Flink's processes say to each other: calls, heartbeats, files and records. Kafka,
 * ZooKeeper and the file system stay within reach, so that a task manager that is cut off continues
 * to write what its successor writes too: the worse case.
 */
final class LocalNetwork implements AutoCloseable {

    private static final String JOB_MANAGER = "job-manager";
    private static final int MAX_TASK_MANAGERS = 250;

    private final Path folder;
    private final TaskManagerPorts ports = TaskManagerPorts.free();
    private final List<JobManagerPorts> jobManagers;
    private final Map<Integer, List<Cable>> toTaskManager = new HashMap<>();
    private final Map<Link, List<Cable>> toJobManager = new HashMap<>();

    /**
     * @param folder an existing folder, for the hosts files
     * @param jobManagers how many
     */
    LocalNetwork(Path folder, int jobManagers) {
        this.folder = folder;
        this.jobManagers = Stream.generate(JobManagerPorts::free).limit(jobManagers).toList();
    }

    /** What every process is told, beside its own. */
    Map<String, String> settings() {
        return Map.of(
                "jobmanager.rpc.address",
                JOB_MANAGER,
                "jobmanager.rpc.port",
                String.valueOf(jobManagers.get(0).calls()));
    }

    /** What a job manager is told beside {@link #settings()}. */
    Map<String, String> jobManagerSettings(int number) {
        JobManagerPorts own = jobManagers.get(number);
        return Map.of(
                "jobmanager.rpc.port", String.valueOf(own.calls()),
                "high-availability.jobmanager.port", String.valueOf(own.calls()),
                "blob.server.port", String.valueOf(own.files()));
    }

    /** JVM options of a job manager, which sees each task manager behind its cable. */
    List<String> jobManagerOptions() {
        StringBuilder hosts = new StringBuilder(line(local(0, 1), JOB_MANAGER));
        for (int other = 0; other < MAX_TASK_MANAGERS; other++) {
            hosts.append(line(face(other), name(other)));
        }
        return hostsFile(JOB_MANAGER, hosts.toString());
    }

    /** JVM options of a task manager, which sees all others behind their cables and its own. */
    List<String> taskManagerOptions(int number) {
        StringBuilder hosts = new StringBuilder(line(jobManagerFor(number), JOB_MANAGER));
        for (int other = 0; other < MAX_TASK_MANAGERS; other++) {
            hosts.append(line(other == number ? home(other) : face(other), name(other)));
        }
        return hostsFile(name(number), hosts.toString());
    }

    /** What a task manager is told beside {@link #settings()}. */
    Map<String, String> taskManagerSettings(int number) {
        return Map.of(
                "taskmanager.host", name(number),
                "taskmanager.bind-host", home(number).getHostAddress(),
                "taskmanager.rpc.port", String.valueOf(ports.taskManager()),
                "taskmanager.data.port", String.valueOf(ports.data()),
                "metrics.internal.query-service.port", String.valueOf(ports.metrics()));
    }

    /** Lays the cables of a task manager; before it starts. */
    void connect(int number) {
        if (number >= MAX_TASK_MANAGERS) {
            throw new LaunchException(
                    "Task manager "
                            + number
                            + " has no address; a network has at most "
                            + MAX_TASK_MANAGERS);
        }
        toTaskManager.put(
                number,
                lay(
                        face(number),
                        home(number),
                        List.of(ports.taskManager(), ports.data(), ports.metrics())));
        for (int jobManager = 0; jobManager < jobManagers.size(); jobManager++) {
            Link link = new Link(number, jobManager);
            toJobManager.put(link, lay(link));
        }
    }

    /**
     * Takes away the cables of a task manager that has died: who calls it is refused at once, as by
     * the kernel of a machine whose process is gone.
     */
    void disconnect(int number) {
        close(toTaskManager.remove(number));
        removeLinks(link -> link.taskManager() == number);
    }

    /** Takes away the cables that lead to a job manager that has died, likewise. */
    void disconnectJobManager(int number) {
        removeLinks(link -> link.jobManager() == number);
    }

    /** Lays them again, before a job manager starts in its place. */
    void connectJobManager(int number) {
        toTaskManager.keySet().stream()
                .map(taskManager -> new Link(taskManager, number))
                .forEach(link -> toJobManager.computeIfAbsent(link, this::lay));
    }

    void cut(int number) {
        of(number).forEach(Cable::cut);
    }

    void mend(int number) {
        of(number).forEach(Cable::mend);
    }

    @Override
    public void close() {
        List.copyOf(toTaskManager.keySet()).forEach(this::disconnect);
    }

    private List<Cable> lay(Link link) {
        JobManagerPorts ends = jobManagers.get(link.jobManager());
        return lay(
                jobManagerFor(link.taskManager()),
                local(0, 1),
                List.of(ends.calls(), ends.files()));
    }

    private static List<Cable> lay(InetAddress from, InetAddress to, List<Integer> ports) {
        List<Cable> cables = new ArrayList<>();
        try {
            ports.forEach(port -> cables.add(Cable.between(from, to, port)));
        } catch (LaunchException e) {
            cables.forEach(Cable::close);
            throw e;
        }
        return cables;
    }

    private void removeLinks(Predicate<Link> which) {
        List.copyOf(toJobManager.keySet()).stream()
                .filter(which)
                .forEach(link -> close(toJobManager.remove(link)));
    }

    private static void close(List<Cable> cables) {
        if (cables != null) {
            cables.forEach(Cable::close);
        }
    }

    private Stream<Cable> of(int number) {
        return Stream.concat(
                toTaskManager.getOrDefault(number, List.of()).stream(),
                toJobManager.entrySet().stream()
                        .filter(entry -> entry.getKey().taskManager() == number)
                        .flatMap(entry -> entry.getValue().stream()));
    }

    private static String name(int number) {
        return "task-manager-" + number;
    }

    /** Where a task manager listens. */
    private static InetAddress home(int number) {
        return local(1, number + 1);
    }

    /** Where others reach a task manager. */
    private static InetAddress face(int number) {
        return local(2, number + 1);
    }

    /** Where a task manager reaches the job manager. */
    private static InetAddress jobManagerFor(int number) {
        return local(3, number + 1);
    }

    private static InetAddress local(int kind, int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, (byte) kind, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    private static String line(InetAddress address, String name) {
        return address.getHostAddress() + " " + name + "\n";
    }

    private List<String> hostsFile(String owner, String others) {
        Path file = folder.resolve(owner + ".hosts");
        String own = line(local(0, 1), "localhost") + line(local(0, 1), machine());
        try {
            Files.writeString(file, own + others);
        } catch (IOException e) {
            throw new LaunchException("Cannot write " + file + ": " + FileProblem.words(e), e);
        }
        return List.of("-Djdk.net.hosts.file=" + file);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** From a task manager to a job manager. */
    private record Link(int taskManager, int jobManager) {}

    /** Where a job manager listens; the same on every address. */
    private record JobManagerPorts(int calls, int files) {

        static JobManagerPorts free() {
            return new JobManagerPorts(FreePorts.next(), FreePorts.next());
        }
    }

    /** Where task managers listen; the same on every address. */
    private record TaskManagerPorts(int taskManager, int data, int metrics) {

        static TaskManagerPorts free() {
            return new TaskManagerPorts(FreePorts.next(), FreePorts.next(), FreePorts.next());
        }
    }
}
