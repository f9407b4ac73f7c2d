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

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The job managers of a cluster: one that knows its jobs as long as it lives, or several of which
 * one leads while the others wait to take over its jobs. Owns their processes. Each is started
 * again on the ports that it always has. Not safe for use by several threads.
 */
final class JobManagers implements AutoCloseable {

    private static final Duration LEADER_LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_INTERVAL_MS = 20;

    private final FlinkProcesses processes;
    private final Optional<LocalNetwork> network;
    private final Optional<ZooKeeper> zooKeeper;
    private final List<Integer> restPorts;
    private final List<Optional<ChildJvm>> members = new ArrayList<>();
    private Optional<LeaderWatch> leaders = Optional.empty();

    /**
     * @param restPorts port of each one's REST interface, and thereby how many there are
     * @param zooKeeper what they elect the leader in; there if there are several
     */
    JobManagers(
            FlinkProcesses processes,
            Optional<LocalNetwork> network,
            Optional<ZooKeeper> zooKeeper,
            List<Integer> restPorts) {
        this.processes = processes;
        this.network = network;
        this.zooKeeper = zooKeeper;
        this.restPorts = restPorts;
        restPorts.forEach(port -> members.add(Optional.empty()));
    }

    /** REST interface of each; each answers for the one that leads. */
    List<URI> addresses() {
        return restPorts.stream().map(JobManagers::address).toList();
    }

    /** Starts those that do not live; returns before they answer. */
    void start() {
        if (leaders.isEmpty()) {
            leaders = zooKeeper.map(server -> new LeaderWatch(server.settings()));
        }
        for (int number = 0; number < members.size(); number++) {
            if (!isAlive(number)) {
                members.set(number, Optional.of(start(number)));
            }
        }
    }

    /** Ends the one that leads as {@code kill -9} does. */
    void killLeader() {
        int leader = leader();
        members.get(leader).ifPresent(ChildJvm::kill);
        network.ifPresent(cables -> cables.disconnectJobManager(leader));
    }

    /** Whether none is left, or none can lead. */
    boolean areLost() {
        return IntStream.range(0, members.size()).noneMatch(this::isAlive)
                || zooKeeper.filter(server -> !server.isAlive()).isPresent();
    }

    /** Those that live, by the name of their log. */
    Map<String, ProcessHandle> handles() {
        Map<String, ProcessHandle> handles = new LinkedHashMap<>();
        for (int number = 0; number < members.size(); number++) {
            if (isAlive(number)) {
                handles.put(name(number), members.get(number).orElseThrow().handle());
            }
        }
        return handles;
    }

    @Override
    public void close() {
        // First: whatever the watch may do, no process is left.
        members.forEach(member -> member.ifPresent(ChildJvm::kill));
        leaders.ifPresent(LeaderWatch::close);
    }

    private boolean isAlive(int number) {
        return members.get(number).filter(ChildJvm::isAlive).isPresent();
    }

    private ChildJvm start(int number) {
        Map<String, String> own = new HashMap<>();
        String port = String.valueOf(restPorts.get(number));
        own.put("rest.port", port);
        own.put("rest.bind-port", port);
        network.ifPresent(cables -> own.putAll(cables.jobManagerSettings(number)));
        List<String> options = network.map(LocalNetwork::jobManagerOptions).orElse(List.of());
        network.ifPresent(cables -> cables.connectJobManager(number));
        return ChildJvm.start(processes.jobManager(name(number), own, options));
    }

    private int leader() {
        if (leaders.isEmpty()) {
            return 0;
        }
        long deadline = System.nanoTime() + LEADER_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            OptionalInt leader =
                    IntStream.range(0, members.size())
                            .filter(this::isAlive)
                            .filter(number -> isNamed(address(restPorts.get(number))))
                            .findFirst();
            if (leader.isPresent()) {
                return leader.getAsInt();
            }
            pause();
        }
        throw new LaunchException("No job manager leads after " + LEADER_LIMIT.toSeconds() + " s");
    }

    private boolean isNamed(URI address) {
        return leaders.flatMap(LeaderWatch::leader).filter(address::equals).isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_INTERVAL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while looking for the leader", e);
        }
    }

    private static URI address(int restPort) {
        return URI.create("http://127.0.0.1:" + restPort);
    }

    private static String name(int number) {
        return number == 0 ? "job-manager" : "job-manager-" + number;
    }
}
