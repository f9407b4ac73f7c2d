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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The ZooKeeper server that comes with Flink, in a JVM of its own on loopback: what several job
 * managers need to agree which of them leads, and to find the jobs of one that died. Its owner
 * closes it; what it knows stays in the folder that it was given.
 */
final class ZooKeeper implements AutoCloseable {

    private static final String MAIN =
            "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer";

    /** ZooKeeper lets no client ask for a session shorter than two ticks. */
    private static final int TICK_MS = 500;

    private final Installation installation;
    private final Path folder;
    private final boolean detached;
    private final int port = FreePorts.next();
    private ChildJvm process;

    /**
     * @param folder an existing folder, for its log and data and for those of Flink
     * @param detached whether it goes on when this JVM ends
     */
    ZooKeeper(Installation installation, Path folder, boolean detached) {
        this.installation = installation;
        this.folder = folder;
        this.detached = detached;
    }

    /** Starts it; returns before it answers. Its clients wait for it. */
    void start() {
        Path logging = installation.flinkConfiguration().resolve("log4j.properties");
        process =
                ChildJvm.start(
                        new ChildJvm.Launch(
                                MAIN,
                                installation.flinkClassPath(),
                                List.of(
                                        "-Xmx64m",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Dzookeeper.admin.enableServer=false",
                                        "-Dlog4j2.configurationFile=" + logging),
                                List.of(
                                        "--zkConfigFile",
                                        configuration().toString(),
                                        "--peerId",
                                        "1"),
                                Map.of(),
                                folder,
                                folder.resolve("zookeeper.log"),
                                detached));
    }

    /** Flink options of every process that is to use it. */
    Map<String, String> settings() {
        return Map.of(
                "high-availability.type",
                "zookeeper",
                "high-availability.zookeeper.quorum",
                "127.0.0.1:" + port,
                "high-availability.storageDir",
                folder.resolve("ha").toUri().toString());
    }

    ProcessHandle handle() {
        return process.handle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }

    private Path configuration() {
        Path file = folder.resolve("zoo.cfg");
        List<String> lines =
                List.of(
                        "tickTime=" + TICK_MS,
                        "clientPortAddress=127.0.0.1",
                        "clientPort=" + port,
                        "dataDir=" + folder.resolve("zookeeper"));
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new LaunchException("Cannot write " + file + ": " + FileProblem.words(e), e);
        }
    }
}
