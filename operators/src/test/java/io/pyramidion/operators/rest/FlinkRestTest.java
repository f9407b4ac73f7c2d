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
package io.pyramidion.operators.rest;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlinkRestTest {

    @Test
    void goesOnWithTheNextJobManagerWhenOneRefusesConnections() throws IOException {
        HttpServer first = jobManager(0, 1);
        HttpServer second = jobManager(0, 2);
        int port = first.getAddress().getPort();
        try {
            FlinkRest rest = new FlinkRest(List.of(address(first), address(second)));
            assertThat(rest.taskManagers()).isEqualTo(1);

            first.stop(0);
            assertThat(rest.taskManagers()).isEqualTo(2);
            assertThat(rest.address()).isEqualTo(address(second));

            // Stays with the one that answers, until that one is gone.
            first = jobManager(port, 1);
            assertThat(rest.taskManagers()).isEqualTo(2);
            second.stop(0);
            assertThat(rest.taskManagers()).isEqualTo(1);

            first.stop(0);
            assertThatThrownBy(rest::taskManagers).isInstanceOf(ConnectException.class);
        } finally {
            first.stop(0);
            second.stop(0);
        }
    }

    @Test
    void refusesToBeMadeWithoutAnAddress() {
        assertThatThrownBy(() -> new FlinkRest(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bases is empty; allowed: at least one address");
    }

    /** Says that it has so many task managers. */
    private static HttpServer jobManager(int port, int taskManagers) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        byte[] answer =
                ("{\"taskmanagers\": " + taskManagers + "}").getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/overview",
                exchange -> {
                    // Else a connection that stands would hide that the server is gone.
                    exchange.getResponseHeaders().set("Connection", "close");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
