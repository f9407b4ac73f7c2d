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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalNetworkTest {

    @TempDir private Path folder;

    @Test
    void laysTheCablesOfATaskManagerUntilItIsDisconnected() throws IOException {
        try (LocalNetwork network = new LocalNetwork(folder, 1)) {
            network.connect(0);
            assertThatThrownBy(() -> listen(port(network, "taskmanager.rpc.port")))
                    .isInstanceOf(IOException.class);

            network.disconnect(0);
            listen(port(network, "taskmanager.rpc.port")).close();
        }
    }

    @Test
    void laysNoCableWhereOneOfThemCannotBeLaid() throws IOException {
        try (LocalNetwork network = new LocalNetwork(folder, 1);
                ServerSocket other = listen(port(network, "metrics.internal.query-service.port"))) {
            assertThatThrownBy(() -> network.connect(0))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining(":" + other.getLocalPort());

            listen(port(network, "taskmanager.rpc.port")).close();
        }
    }

    @Test
    void takesAwayTheCablesOfTheJobManagerThatDiedAndOfNoOther() throws IOException {
        try (LocalNetwork network = new LocalNetwork(folder, 2)) {
            network.connect(0);
            network.disconnectJobManager(0);

            listenAsJobManager(network, 0).close();
            assertThatThrownBy(() -> listenAsJobManager(network, 1))
                    .isInstanceOf(IOException.class);

            network.connectJobManager(0);
            assertThatThrownBy(() -> listenAsJobManager(network, 0))
                    .isInstanceOf(IOException.class);
        }
    }

    /** Where the first task manager reaches a job manager. */
    private static ServerSocket listenAsJobManager(LocalNetwork network, int number)
            throws IOException {
        String port = network.jobManagerSettings(number).get("high-availability.jobmanager.port");
        return new ServerSocket(
                Integer.parseInt(port), 1, InetAddress.getByAddress(new byte[] {127, 3, 0, 1}));
    }

    private static int port(LocalNetwork network, String setting) {
        return Integer.parseInt(network.taskManagerSettings(0).get(setting));
    }

    /** Where others reach the first task manager. */
    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 2, 0, 1}));
    }
}
