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
package io.pyramidion.job.local;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A real Kafka broker (KRaft, broker and controller in one) in a JVM of its own, on loopback, with
 * its data in a temporary folder. Owns the process and the folder; {@link #close()} ends the one
 * and deletes the other. The process ends with this JVM in any case.
 *
 * <p>Topics are never created by use. Not safe for use by several threads.
 */
public final class LocalBroker implements AutoCloseable {

    /** Kafka's own default for the largest record batch, bytes. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final Installation installation;
    private final Path folder;
    private final Path log;
    private final Path properties;
    private final int port;
    private ChildJvm jvm;

    private LocalBroker(Installation installation, int maxMessageBytes) {
        this.installation = installation;
        this.folder = TemporaryFolder.create("broker");
        this.log = folder.resolve("broker.log");
        this.properties = folder.resolve("server.properties");
        this.port = FreePorts.next();
        int controllerPort = port + 1;
        while (!FreePorts.isFree(controllerPort)) {
            controllerPort++;
        }
        writeProperties(
                BrokerProperties.lines(
                        port, controllerPort, folder.resolve("data"), maxMessageBytes));
    }

    /** Starts a broker with Kafka's own limits; see {@link #start(Installation, int)}. */
    public static LocalBroker start() {
        return start(Installation.current(), DEFAULT_MAX_MESSAGE_BYTES);
    }

    /**
     * Starts a broker and waits until it answers, some three seconds.
     *
     * @param maxMessageBytes the largest record batch that it takes, bytes
     * @throws LaunchException if it does not answer within 30 s; names its log, which is kept then
     */
    public static LocalBroker start(Installation installation, int maxMessageBytes) {
        LocalBroker broker = new LocalBroker(installation, maxMessageBytes);
        broker.format();
        broker.launch();
        return broker;
    }

    /** Address for {@code bootstrap.servers}; stays the same over a restart. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The broker's log file; gone after {@link #close()}. */
    public Path log() {
        return log;
    }

    /**
     * Creates topics and waits until they are there.
     *
     * @throws LaunchException if one exists already or the broker refuses
     */
    public void createTopics(int partitions, String... names) {
        List<NewTopic> topics =
                Arrays.stream(names)
                        .map(name -> new NewTopic(name, partitions, (short) 1))
                        .toList();
        try (Admin admin = admin()) {
            admin.createTopics(topics).all().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new LaunchException(
                    "Cannot create topics "
                            + String.join(", ", names)
                            + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new LaunchException("The broker did not create topics within its time", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Ends the broker as {@code kill -9} does. Its data stays; {@link #restart()} starts it again.
     */
    public void kill() {
        jvm.kill();
    }

    /**
     * Starts the broker again on the same port and data, ending it first where it still runs.
     *
     * @throws LaunchException if it does not answer within 30 s
     */
    public void restart() {
        jvm.kill();
        launch();
    }

    /** Ends the broker without a controlled shutdown, and deletes its data. */
    @Override
    public void close() {
        jvm.close();
        TemporaryFolder.delete(folder);
    }

    private void format() {
        try (ChildJvm formatter =
                ChildJvm.start(
                        tool(
                                "kafka.tools.StorageTool",
                                List.of("-Xmx128m"),
                                "format",
                                "-t",
                                Uuid.randomUuid().toString(),
                                "-c",
                                properties.toString(),
                                "--standalone"))) {
            int status = formatter.await(START_LIMIT);
            if (status != 0) {
                throw new LaunchException(
                        "Formatting the broker's storage ended with status "
                                + status
                                + "; its log: "
                                + log);
            }
        }
    }

    private void launch() {
        jvm = ChildJvm.start(tool("kafka.Kafka", List.of("-Xmx512m"), properties.toString()));
        try {
            awaitReady();
        } catch (LaunchException e) {
            jvm.kill();
            throw e;
        }
    }

    private ChildJvm.Launch tool(String mainClass, List<String> options, String... arguments) {
        List<String> jvmOptions =
                Stream.concat(
                                options.stream(),
                                Stream.of(
                                        // A broker for a few records gains more from a quick
                                        // start than from the second compiler.
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Dlog4j2.configurationFile="
                                                + installation.brokerLogging()))
                        .toList();
        return new ChildJvm.Launch(
                mainClass,
                installation.brokerClassPath(),
                jvmOptions,
                List.of(arguments),
                Map.of(),
                folder,
                log);
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (Admin admin = admin()) {
            KafkaFuture<?> answer = admin.describeCluster().clusterId();
            while (System.nanoTime() < deadline) {
                if (!jvm.isAlive()) {
                    throw new LaunchException(
                            "The Kafka broker ended while it started; log: " + log);
                }
                if (answered(answer)) {
                    return;
                }
            }
        }
        throw new LaunchException(
                "The Kafka broker did not answer within "
                        + START_LIMIT.toSeconds()
                        + " s; its log: "
                        + log);
    }

    private static boolean answered(KafkaFuture<?> answer) {
        try {
            answer.get(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new LaunchException(
                    "The Kafka broker does not answer: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Admin admin() {
        return Admin.create(
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers(),
                        AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                        "50",
                        AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        "200"));
    }

    private void writeProperties(List<String> lines) {
        try {
            Files.write(properties, lines);
        } catch (IOException e) {
            throw new LaunchException("Cannot write " + properties + ": " + e.getMessage(), e);
        }
    }

    private static LaunchException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LaunchException("Interrupted while the broker started", e);
    }
}
