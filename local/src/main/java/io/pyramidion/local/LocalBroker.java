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

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A real Kafka broker (KRaft, broker and controller in one) in a JVM of its own, on loopback. Owns
 * the process and, unless it was given one, the folder of its data; {@link #close()} ends the one
 * and deletes the other. The process ends with this JVM in any case, unless it was detached.
 *
 * <p>Topics are never created by use. Not safe for use by several threads.
 */
public final class LocalBroker implements AutoCloseable {

    /** Kafka's own default for the largest record batch, bytes. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final Installation installation;
    private final Launch launch;
    private final Path folder;
    private final Path log;
    private final Path properties;
    private final int port;
    private ChildJvm jvm;

    /**
     * How to start.
     *
     * @param maxMessageBytes the largest record batch that it takes, bytes
     * @param port port to listen on; any that is free if empty
     * @param folder an existing folder for its data, which stays; a temporary one if empty
     * @param detached whether the process keeps running when this JVM ends
     * @param server settings of the broker that win over those of this class
     * @param client settings of the clients that this class uses itself, for a secured listener
     */
    public record Launch(
            int maxMessageBytes,
            OptionalInt port,
            Optional<Path> folder,
            boolean detached,
            Map<String, String> server,
            Map<String, String> client) {

        /** With Kafka's own limits, on a free port, in a temporary folder. */
        public static final Launch STANDARD =
                new Launch(
                        DEFAULT_MAX_MESSAGE_BYTES,
                        OptionalInt.empty(),
                        Optional.empty(),
                        false,
                        Map.of(),
                        Map.of());

        /** The same in a folder that stays; the process keeps running when this JVM ends. */
        public Launch detached(int port, Path folder) {
            return new Launch(
                    maxMessageBytes,
                    OptionalInt.of(port),
                    Optional.of(folder),
                    true,
                    server,
                    client);
        }
    }

    private LocalBroker(Installation installation, Launch launch) {
        this.installation = installation;
        this.launch = launch;
        this.folder = launch.folder().orElseGet(() -> TemporaryFolder.create("broker"));
        this.log = folder.resolve("broker.log");
        this.properties = folder.resolve("server.properties");
        this.port = launch.port().orElseGet(FreePorts::next);
        int controllerPort = port + 1;
        while (!FreePorts.isFree(controllerPort)) {
            controllerPort++;
        }
        List<String> lines =
                new ArrayList<>(
                        BrokerProperties.lines(
                                port,
                                controllerPort,
                                folder.resolve("data"),
                                launch.maxMessageBytes()));
        // Of two lines for one key the later one counts.
        launch.server().forEach((key, value) -> lines.add(key + "=" + value));
        writeProperties(lines);
    }

    /** Starts a broker with Kafka's own limits; see {@link #start(Installation, int)}. */
    public static LocalBroker start() {
        return start(Installation.current(), DEFAULT_MAX_MESSAGE_BYTES);
    }

    /**
     * Starts a broker and waits until it answers, some three seconds.
     *
     * @param maxMessageBytes the largest record batch that it takes, bytes
     * @throws LaunchException if it does not answer within 2 min; names its log, which is kept then
     */
    public static LocalBroker start(Installation installation, int maxMessageBytes) {
        Launch standard = Launch.STANDARD;
        return start(
                installation,
                new Launch(
                        maxMessageBytes,
                        standard.port(),
                        standard.folder(),
                        standard.detached(),
                        standard.server(),
                        standard.client()));
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @throws LaunchException as {@link #start(Installation, int)}
     */
    public static LocalBroker start(Installation installation, Launch launch) {
        LocalBroker broker = new LocalBroker(installation, launch);
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
            throw new LaunchException("The broker did not create topics in time", e);
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
     * @throws LaunchException if it does not answer within 2 min
     */
    public void restart() {
        jvm.kill();
        launch();
    }

    /**
     * Ends the broker without a controlled shutdown, and deletes its data where the folder is
     * temporary.
     */
    @Override
    public void close() {
        jvm.close();
        if (launch.folder().isEmpty()) {
            TemporaryFolder.delete(folder);
        }
    }

    ProcessHandle process() {
        return jvm.handle();
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
        jvm =
                ChildJvm.start(
                        tool("kafka.Kafka", List.of("-Xmx512m"), properties.toString())
                                .detached(launch.detached()));
        try {
            awaitReady();
        } catch (RuntimeException | Error e) {
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
                log,
                false);
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
        Map<String, Object> settings = new HashMap<>(launch.client());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "50");
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "200");
        return Admin.create(settings);
    }

    private void writeProperties(List<String> lines) {
        try {
            Files.write(properties, lines);
        } catch (IOException e) {
            throw new LaunchException(
                    "Cannot write " + properties + ": " + FileProblem.words(e), e);
        }
    }

    private static LaunchException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LaunchException("Interrupted while the broker started", e);
    }
}
