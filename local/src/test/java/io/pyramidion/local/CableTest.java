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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One end writes, the other reads, and between them is a cable. */
@Timeout(30)
class CableTest {

    private static final int NOT_YET_MS = 200;
    private static final int TIMES = 200;

    private ServerSocket server;
    private Cable cable;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        InetAddress home = InetAddress.getByAddress(new byte[] {127, 1, 0, 9});
        InetAddress face = InetAddress.getByAddress(new byte[] {127, 2, 0, 9});
        server = new ServerSocket(0, 1, home);
        cable = Cable.between(face, home, server.getLocalPort());
        near = new Socket(face, server.getLocalPort());
        far = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        cable.close();
        server.close();
    }

    @Test
    void carriesBothWays() throws IOException {
        near.getOutputStream().write(1);
        far.getOutputStream().write(2);

        assertThat(far.getInputStream().read()).isEqualTo(1);
        assertThat(near.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void holdsBackWhileItIsCutAndDeliversWhenMended() throws IOException {
        cable.cut();
        near.getOutputStream().write(1);
        far.setSoTimeout(NOT_YET_MS);

        assertThatThrownBy(() -> far.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);

        far.setSoTimeout(0);
        cable.mend();
        assertThat(far.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void tellsOneEndThatTheOtherIsGone() throws IOException {
        near.close();

        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void refusesWhoCallsAfterItWasTakenAway() throws IOException {
        InetAddress face = near.getInetAddress();
        cable.close();

        assertThat(far.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> new Socket(face, server.getLocalPort()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void canBeLaidAgainAtOnceWhereItWasTakenAway() throws IOException {
        InetAddress home = server.getInetAddress();
        InetAddress face = near.getInetAddress();

        for (int i = 0; i < TIMES; i++) {
            cable.close();
            cable = Cable.between(face, home, server.getLocalPort());
            try (Socket again = new Socket(face, server.getLocalPort());
                    Socket taken = server.accept()) {
                again.getOutputStream().write(1);
                assertThat(taken.getInputStream().read()).isEqualTo(1);
            }
        }
    }
}
