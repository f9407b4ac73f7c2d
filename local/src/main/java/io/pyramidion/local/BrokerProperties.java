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

import java.nio.file.Path;
import java.util.List;

/** The server.properties of a Kafka broker that is its own controller, on loopback. */
final class BrokerProperties {

    private BrokerProperties() {}

    static List<String> lines(int port, int controllerPort, Path data, int maxMessageBytes) {
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.bootstrap.servers=127.0.0.1:" + controllerPort,
                "listeners=CLIENTS://127.0.0.1:"
                        + port
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPort,
                "advertised.listeners=CLIENTS://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "inter.broker.listener.name=CLIENTS",
                "listener.security.protocol.map=CONTROLLER:PLAINTEXT,CLIENTS:PLAINTEXT",
                "log.dirs=" + data,
                // A misspelt topic shall be an error, not a new topic.
                "auto.create.topics.enable=false",
                "message.max.bytes=" + maxMessageBytes,
                "replica.fetch.max.bytes=" + maxMessageBytes,
                // There is one broker to hold the internal topics.
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=4",
                "share.coordinator.state.topic.replication.factor=1",
                "share.coordinator.state.topic.min.isr=1",
                // A restarted broker may register again only once its killed self has timed out.
                "broker.session.timeout.ms=4000",
                "broker.heartbeat.interval.ms=1000",
                // The default waits 3 s for more consumers to join a group.
                "group.initial.rebalance.delay.ms=0");
    }
}
