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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cluster that stands when the command that started it has ended. A folder holds its logs, its
 * data and, in {@value #RECORD}, the processes that belong to it; whoever has the folder can look
 * at it and end it. A process counts as its own only if number and start time are those that were
 * noted: a number that the system has given to another process is left alone.
 */
public final class StandingCluster {

    /** File of the folder that names addresses and processes. */
    static final String RECORD = "cluster.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long END_LIMIT_S = 30;

    private final Path folder;
    private final JsonNode record;

    private StandingCluster(Path folder, JsonNode record) {
        this.folder = folder;
        this.record = record;
    }

    /**
     * Starts a cluster with a broker and notes it in a folder.
     *
     * @param folder created where it does not exist; of an earlier cluster all is deleted
     * @param jobManagers how many; of several one leads, and the others stand by
     * @param taskManagers how many, of one slot each
     * @param port of the first job manager's REST interface
     * @param brokerPort of Kafka
     * @throws LaunchException if one stands in the folder already, a port is in use, or a process
     *     does not start
     */
    public static StandingCluster start(
            Installation installation,
            Path folder,
            int jobManagers,
            int taskManagers,
            int port,
            int brokerPort) {
        if (find(folder).filter(StandingCluster::stands).isPresent()) {
            throw new LaunchException(
                    "A cluster already runs in "
                            + folder
                            + "; end it first or choose another folder");
        }
        requireFree(port);
        requireFree(brokerPort);
        clear(folder);
        LocalCluster cluster =
                LocalCluster.start(
                        installation,
                        new LocalCluster.Launch(
                                taskManagers,
                                Map.of(),
                                false,
                                Optional.of(
                                        LocalBroker.Launch.STANDARD.detached(
                                                brokerPort, created(folder.resolve("broker")))),
                                OptionalInt.of(port),
                                Optional.of(created(folder)),
                                true,
                                jobManagers));
        ObjectNode record = JSON.createObjectNode();
        ArrayNode addresses = record.putArray("rest");
        cluster.rest().addresses().forEach(address -> addresses.add(address.toString()));
        record.put("kafka", cluster.broker().bootstrapServers());
        ObjectNode processes = record.putObject("processes");
        cluster.handles()
                .forEach(
                        (name, handle) ->
                                processes
                                        .putObject(name)
                                        .put("pid", handle.pid())
                                        .put("started", started(handle)));
        try {
            Files.writeString(folder.resolve(RECORD), record.toPrettyString());
        } catch (IOException e) {
            cluster.close();
            throw new LaunchException(
                    "Cannot write into " + folder + ": " + FileProblem.words(e), e);
        }
        return new StandingCluster(folder, record);
    }

    /**
     * The cluster of a folder, whether or not it still runs; empty if none was ever noted there.
     *
     * @throws LaunchException if what is noted cannot be read
     */
    public static Optional<StandingCluster> find(Path folder) {
        Path file = folder.resolve(RECORD);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StandingCluster(folder, JSON.readTree(file.toFile())));
        } catch (IOException e) {
            throw new LaunchException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Each job manager's REST interface and dashboard; all answer for the one that leads. */
    public List<URI> rest() {
        List<URI> addresses = new ArrayList<>();
        record.path("rest").forEach(address -> addresses.add(URI.create(address.asText())));
        return addresses;
    }

    /** Address for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return record.path("kafka").asText();
    }

    /** Number of each process that runs, and an empty value for each that has ended, by name. */
    public Map<String, Optional<Long>> processes() {
        Map<String, Optional<Long>> processes = new LinkedHashMap<>();
        record.path("processes")
                .properties()
                .forEach(
                        entry ->
                                processes.put(
                                        entry.getKey(),
                                        own(entry.getValue()).map(ProcessHandle::pid)));
        return processes;
    }

    /** Whether any of its processes runs. */
    public boolean stands() {
        return processes().values().stream().anyMatch(Optional::isPresent);
    }

    /**
     * Ends its processes, and only those, as {@code kill -9} does, and waits until they are gone.
     * Logs and data stay until the next start.
     */
    public void end() {
        for (JsonNode process : record.path("processes")) {
            own(process).ifPresent(StandingCluster::end);
        }
    }

    private static void end(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().orTimeout(END_LIMIT_S, TimeUnit.SECONDS).join();
    }

    private static Optional<ProcessHandle> own(JsonNode process) {
        return ProcessHandle.of(process.path("pid").asLong())
                .filter(ProcessHandle::isAlive)
                .filter(handle -> started(handle).equals(process.path("started").asText()));
    }

    private static String started(ProcessHandle handle) {
        return handle.info().startInstant().map(Object::toString).orElse("");
    }

    /** Deletes what an earlier cluster left, and refuses a folder that was none's. */
    private static void clear(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (find(folder).isPresent()) {
            TemporaryFolder.delete(folder);
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new LaunchException(
                        folder + " holds other files; choose a folder that is empty or new");
            }
        } catch (IOException e) {
            throw new LaunchException("Cannot read " + folder + ": " + FileProblem.words(e), e);
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LaunchException("Cannot create " + folder + ": " + FileProblem.words(e), e);
        }
    }

    private static void requireFree(int port) {
        if (!FreePorts.isFree(port)) {
            throw new LaunchException("Port " + port + " is in use; choose another");
        }
    }
}
