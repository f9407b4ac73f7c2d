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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StandingClusterTest {

    @TempDir private Path folder;

    @Test
    void leavesAProcessAloneThatOnlyHasTheNumberOfItsOwn() throws Exception {
        long thisProcess = ProcessHandle.current().pid();
        Files.writeString(
                folder.resolve(StandingCluster.RECORD),
                """
                {"rest": ["http://127.0.0.1:1"], "kafka": "127.0.0.1:2",
                 "processes": {"broker": {"pid": %d, "started": "2001-01-01T00:00:00Z"}}}
                """
                        .formatted(thisProcess));
        StandingCluster cluster = StandingCluster.find(folder).orElseThrow();

        assertThat(cluster.processes()).containsExactly(Map.entry("broker", Optional.empty()));
        assertThat(cluster.stands()).isFalse();
        // Would be the end of this test, and of all that run with it.
        cluster.end();
        assertThat(cluster.bootstrapServers()).isEqualTo("127.0.0.1:2");
        assertThat(cluster.rest()).containsExactly(URI.create("http://127.0.0.1:1"));
    }

    @Test
    void findsNoneWhereNoneWasStarted() {
        assertThat(StandingCluster.find(folder)).isEmpty();
    }

    @Test
    void deletesNothingThatIsNotACluster() throws Exception {
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");

        assertThatThrownBy(
                        () ->
                                StandingCluster.start(
                                        new Installation(folder),
                                        folder,
                                        1,
                                        1,
                                        FreePorts.next(),
                                        FreePorts.next()))
                .isInstanceOf(LaunchException.class)
                .hasMessageEndingWith("holds other files; choose a folder that is empty or new");
        assertThat(mine).exists();
    }
}
