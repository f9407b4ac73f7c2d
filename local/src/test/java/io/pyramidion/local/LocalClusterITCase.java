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

import org.apache.flink.configuration.IllegalConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What can happen to the processes of a cluster, and that it is noticed. */
class LocalClusterITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void noticesFaultsAndComesBack() {
        LocalCluster.Launch launch =
                new LocalCluster.Launch(
                        1,
                        Map.of("heartbeat.timeout", "2 s"),
                        true,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        false,
                        1);
        try (LocalCluster cluster = LocalCluster.start(Installation.current(), launch)) {
            cluster.cutNetwork(0);
            awaitRegistered(cluster, 0);
            cluster.mendNetwork(0);
            awaitRegistered(cluster, 1);

            cluster.freezeTaskManager(0);
            awaitRegistered(cluster, 0);
            cluster.thawTaskManager(0);
            awaitRegistered(cluster, 1);

            awaitHeartbeats(cluster);
            cluster.killJobManager();
            cluster.startJobManagers();
            cluster.awaitJobManagers();
            awaitRegistered(cluster, 1);

            cluster.killTaskManager(0);
            awaitRegistered(cluster, 0);
            assertThat(cluster.liveTaskManagers()).isEmpty();
        }
    }

    /** Flink refuses the job manager's memory when the broker answers already. */
    @Test
    void leavesNoProcessBehindWhenAStartFails(@TempDir Path folder) {
        LocalCluster.Launch launch =
                LocalCluster.Launch.of(1, Map.of("jobmanager.memory.process.size", "1 mb"))
                        .forChaos(folder);
        Set<ProcessHandle> before = children();

        assertThatThrownBy(() -> LocalCluster.start(Installation.current(), launch))
                .isInstanceOf(IllegalConfigurationException.class);

        assertThat(children()).isEqualTo(before);
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    /**
     * The job manager counts a task manager before that knows of it. Killed in between, it leaves
     * the task manager with the address of an actor that is gone, for the 5 min of Flink's {@code
     * taskmanager.registration.timeout}. A heartbeat tells that both know.
     */
    private static void awaitHeartbeats(LocalCluster cluster) {
        long registered = lastHeartbeat(cluster);
        await().atMost(PATIENCE).until(() -> lastHeartbeat(cluster) > registered);
        long first = lastHeartbeat(cluster);
        await().atMost(PATIENCE).until(() -> lastHeartbeat(cluster) > first);
    }

    private static long lastHeartbeat(LocalCluster cluster) {
        try {
            return cluster.rest()
                    .get("/taskmanagers")
                    .path("taskmanagers")
                    .path(0)
                    .path("timeSinceLastHeartbeat")
                    .asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitRegistered(LocalCluster cluster, int wanted) {
        await().atMost(PATIENCE).until(() -> registered(cluster) == wanted);
    }

    private static int registered(LocalCluster cluster) {
        try {
            return cluster.rest().taskManagers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
