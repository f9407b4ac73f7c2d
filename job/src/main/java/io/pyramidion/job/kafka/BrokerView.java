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
package io.pyramidion.job.kafka;

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an administrator sees of the broker. Owns its connection. */
final class BrokerView implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String servers;
    private final Duration patience;
    private final Admin admin;

    /**
     * @param patience how long the broker may take for an answer
     * @throws StartException if the client cannot be made, for example because of an address
     */
    BrokerView(Settings settings, Duration patience) {
        this.servers = settings.get(KafkaOptions.BOOTSTRAP_SERVERS);
        this.patience = patience;
        try {
            this.admin = Admin.create(KafkaClients.admin(settings, patience));
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StartException(
                    "%s is %s: %s"
                            .formatted(KafkaOptions.BOOTSTRAP_SERVERS.key(), servers, line(reason)),
                    e);
        }
    }

    /** Those of the topics that the broker does not have. */
    Set<String> missing(Set<String> topics) {
        Set<String> missing = new TreeSet<>(topics);
        missing.removeAll(answer(admin.listTopics().names(), "list its topics"));
        return missing;
    }

    /** Creates topics with the broker's default partitions and replication. */
    void create(Set<String> topics) {
        List<NewTopic> wanted =
                topics.stream()
                        .map(name -> new NewTopic(name, Optional.empty(), Optional.empty()))
                        .toList();
        admin.createTopics(wanted).values().forEach(this::awaitTopic);
    }

    /** The broker's {@code transaction.max.timeout.ms}, if it may be seen. */
    OptionalLong longestTransaction() {
        Collection<Node> nodes = answer(admin.describeCluster().nodes(), "name its nodes");
        return nodes.stream()
                .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                .map(broker -> number(broker, "transaction.max.timeout.ms"))
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    /** The smallest {@code max.message.bytes} of the topics, if it may be seen. */
    Optional<TopicLimit> smallestRecordLimit(List<String> topics) {
        return topics.stream()
                .flatMap(topic -> recordLimit(topic).stream())
                .min(Comparator.comparingLong(TopicLimit::bytes));
    }

    private Optional<TopicLimit> recordLimit(String topic) {
        OptionalLong bytes =
                number(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        TopicLimit.MAX_MESSAGE_BYTES);
        return bytes.isPresent()
                ? Optional.of(new TopicLimit(topic, bytes.getAsLong()))
                : Optional.empty();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private void awaitTopic(String name, KafkaFuture<Void> created) {
        try {
            created.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed("create topic " + name, e.getCause());
            }
        } catch (TimeoutException e) {
            throw failed("create topic " + name, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private OptionalLong number(ConfigResource resource, String name) {
        try {
            Config config = described(resource);
            return Optional.ofNullable(config.get(name))
                    .map(ConfigEntry::value)
                    .filter(Objects::nonNull)
                    .map(value -> OptionalLong.of(Long.parseLong(value)))
                    .orElse(OptionalLong.empty());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return OptionalLong.empty();
            }
            throw failed("describe " + resource.name(), e.getCause());
        } catch (TimeoutException e) {
            throw failed("describe " + resource.name(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** A topic that was created just now may be unknown for a moment to the broker that answers. */
    private Config described(ConfigResource resource)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return admin.describeConfigs(List.of(resource))
                        .values()
                        .get(resource)
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    private <T> T answer(KafkaFuture<T> asked, String what) {
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(what, e.getCause());
        } catch (TimeoutException e) {
            throw failed(what, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private StartException failed(String what, Throwable reason) {
        boolean silent =
                reason instanceof TimeoutException
                        || reason instanceof org.apache.kafka.common.errors.TimeoutException;
        String why = silent ? "no answer within " + patience.toSeconds() + " s" : line(reason);
        return new StartException(
                "Kafka broker %s does not %s: %s; check %s"
                        .formatted(servers, what, why, KafkaOptions.BOOTSTRAP_SERVERS.key()),
                reason);
    }

    private static StartException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StartException("Interrupted while the broker was checked", e);
    }

    private static String line(Throwable reason) {
        return String.valueOf(reason.getMessage()).replaceAll("\\R", " ");
    }
}
