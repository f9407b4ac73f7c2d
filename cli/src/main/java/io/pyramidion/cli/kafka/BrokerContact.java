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
package io.pyramidion.cli.kafka;

import io.pyramidion.cli.terminal.CommandException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Asks whether a broker answers, as producers and consumers only say that a topic is unknown. */
public final class BrokerContact {

    private static final String LIMIT_MS = "5000";

    private BrokerContact() {}

    /**
     * Returns if a broker answers.
     *
     * @throws CommandException if none does within 5 s; names the addresses
     */
    public static void require(Topics topics) {
        Map<String, Object> properties =
                topics.client(
                        Map.of(
                                "default.api.timeout.ms", LIMIT_MS,
                                "request.timeout.ms", LIMIT_MS));
        try (Admin admin = Admin.create(properties)) {
            admin.describeCluster().clusterId().get();
        } catch (ExecutionException e) {
            throw unreachable(topics, e.getCause());
        } catch (KafkaException e) {
            throw unreachable(topics, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted while asking the broker", e);
        }
    }

    private static CommandException unreachable(Topics topics, Throwable cause) {
        return new CommandException(
                "No Kafka broker answers at "
                        + topics.bootstrapServers()
                        + ": "
                        + cause.getMessage(),
                cause);
    }
}
