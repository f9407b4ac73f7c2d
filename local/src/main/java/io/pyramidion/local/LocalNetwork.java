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
import java.util.stream.Stream;

/**
 * A network between the job manager and the task managers of one machine in which each task
 * manager's cables can be cut. Needs no privileges: every process has a hosts file of its own, in
 * which the others' names lead to loopback addresses of {@link Cable}s; Linux takes all of
 * 127.0.0.0/8 for loopback.
 *
 * <p>Cut is what Flink's processes say to each other: calls, heartbeats, files and records. Kafka
 * and the file system stay within reach, so that a task manager that is cut off continues to write
 * what its successor writes too: the worse case.
 */
final class LocalNetwork implements AutoCloseable {

    private static final String JOB_MANAGER = "job-manager";
    private static final int MAX_TASK_MANAGERS = 250;

    private final Path folder;
    private final Ports ports;
    private final Map<Integer, List<Cable>> toTaskManager = new HashMap<>();
    private final Map<Integer, List<Cable>> toJobManager = new HashMap<>();

    LocalNetwork(Path folder) {
        this.folder = folder;
        this.ports = Ports.free();
    }

    /** What every process is told, beside its own. */
    Map<String, String> settings() {
        return Map.of(
                "jobmanager.rpc.address", JOB_MANAGER,
                "jobmanager.rpc.port", String.valueOf(ports.jobManager()),
                "blob.server.port", String.valueOf(ports.files()));
    }

    /** JVM options of the job manager, which sees each task manager behind its cable. */
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
        toJobManager.put(number, layToJobManager(number));
    }

    /**
     * Takes away the cables of a task manager that has died: who calls it is refused at once, as by
     * the kernel of a machine whose process is gone.
     */
    void disconnect(int number) {
        remove(toTaskManager, number);
        remove(toJobManager, number);
    }

    /** Takes away the cables that lead to a job manager that has died, likewise. */
    void disconnectJobManager() {
        List.copyOf(toJobManager.keySet()).forEach(number -> remove(toJobManager, number));
    }

    /** Lays them again, before a job manager starts in its place. */
    void connectJobManager() {
        toTaskManager
                .keySet()
                .forEach(number -> toJobManager.computeIfAbsent(number, this::layToJobManager));
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

    private List<Cable> layToJobManager(int number) {
        return lay(jobManagerFor(number), local(0, 1), List.of(ports.jobManager(), ports.files()));
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

    private static void remove(Map<Integer, List<Cable>> cables, int number) {
        cables.getOrDefault(number, List.of()).forEach(Cable::close);
        cables.remove(number);
    }

    private Stream<Cable> of(int number) {
        return Stream.of(toTaskManager, toJobManager)
                .flatMap(cables -> cables.getOrDefault(number, List.of()).stream());
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
            throw new LaunchException("Cannot write " + file + ": " + e.getMessage(), e);
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

    /** The ports that listen; the same on every address. */
    private record Ports(int jobManager, int files, int taskManager, int data, int metrics) {

        static Ports free() {
            return new Ports(
                    FreePorts.next(),
                    FreePorts.next(),
                    FreePorts.next(),
                    FreePorts.next(),
                    FreePorts.next());
        }
    }
}
