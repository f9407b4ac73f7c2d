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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.flink.api.common.JobStatus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The few calls of Flink's REST interface that the project needs. Where a cluster has several job
 * managers, each answers for the one that leads; calls go to the one that answered last, and to the
 * next when it refuses connections. Safe for use by several threads.
 */
public final class FlinkRest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** To build the job's graph, the job manager loads its classes and asks the broker. */
    private static final Duration SUBMIT_TIMEOUT = Duration.ofMinutes(3);

    private static final long LOOK_INTERVAL_MS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> bases;
    private final Duration timeout;
    private volatile int answering;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();

    /**
     * @param base for example {@code http://127.0.0.1:8081}
     */
    public FlinkRest(URI base) {
        this(List.of(base));
    }

    /**
     * @param bases one for each job manager, at least one
     */
    public FlinkRest(List<URI> bases) {
        this(bases, TIMEOUT);
    }

    private FlinkRest(List<URI> bases, Duration timeout) {
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("bases is empty; allowed: at least one address");
        }
        this.bases = List.copyOf(bases);
        this.timeout = timeout;
    }

    /**
     * A client of the same cluster that gives up sooner. While no job manager leads, those that
     * stand by let their callers wait.
     */
    public FlinkRest within(Duration limit) {
        return new FlinkRest(bases, limit);
    }

    /** The address of each job manager. */
    public List<URI> addresses() {
        return bases;
    }

    /** The address of the job manager that answered last, which is also the dashboard's. */
    public URI address() {
        return bases.get(answering);
    }

    /**
     * What a GET answers.
     *
     * @throws IOException if the server cannot be reached or answers with an error
     */
    public JsonNode get(String path) throws IOException {
        return exchange(request(path).GET().build());
    }

    /** How many task managers are registered. */
    public int taskManagers() throws IOException {
        return get("/overview").path("taskmanagers").asInt();
    }

    /** The job's state, for example RUNNING or FINISHED. */
    public String jobState(String jobId) throws IOException {
        return get("/jobs/" + jobId).path("state").asText();
    }

    /**
     * Uploads a job jar.
     *
     * @return the id to run it by
     */
    public String upload(Path jar) throws IOException {
        String boundary = UUID.randomUUID().toString();
        HttpRequest request =
                request("/jars/upload")
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(formWith(jar, boundary)))
                        .build();
        String stored = exchange(request).path("filename").asText();
        return stored.substring(stored.lastIndexOf('/') + 1);
    }

    /**
     * Runs the main class of an uploaded jar.
     *
     * @param snapshot path of the savepoint or checkpoint to go on from, if any
     * @return the job's id
     */
    public String run(String jarId, List<String> arguments, Optional<String> snapshot)
            throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.set("programArgsList", JSON.valueToTree(arguments));
        snapshot.ifPresent(path -> body.put("savepointPath", path));
        return post("/jars/" + jarId + "/run", body, SUBMIT_TIMEOUT).path("jobid").asText();
    }

    /** Ids of the jobs that have not ended. */
    public List<String> unfinishedJobs() throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode job : get("/jobs").path("jobs")) {
            if (!JobStatus.valueOf(job.path("status").asText()).isGloballyTerminalState()) {
                ids.add(job.path("id").asText());
            }
        }
        return ids;
    }

    /**
     * Stops a job with a savepoint and waits for it.
     *
     * @param directory URI of the folder that gets the savepoint
     * @return the savepoint's path
     * @throws IOException if it does not succeed within the limit; the job may still stop
     */
    public String stop(String jobId, String directory, Duration limit) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.put("targetDirectory", directory);
        body.put("drain", false);
        String trigger =
                post("/jobs/" + jobId + "/stop", body, TIMEOUT).path("request-id").asText();
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode answer = get("/jobs/" + jobId + "/savepoints/" + trigger);
            if (answer.path("status").path("id").asText().equals("COMPLETED")) {
                return location(answer.path("operation"));
            }
            pause();
        }
        throw new IOException(
                "Job " + jobId + " made no savepoint within " + limit.toSeconds() + " s");
    }

    /** Asks for a job to be cancelled; returns before it is. */
    public void cancel(String jobId) throws IOException {
        exchange(
                request("/jobs/" + jobId)
                        .method("PATCH", HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    private static String location(JsonNode savepoint) throws IOException {
        JsonNode failure = savepoint.path("failure-cause");
        if (!failure.isMissingNode()) {
            String trace = failure.path("stack-trace").asText();
            throw new IOException(
                    "The savepoint failed: " + trace.lines().findFirst().orElse("no reason given"));
        }
        return savepoint.path("location").asText();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_INTERVAL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a savepoint was made", e);
        }
    }

    private JsonNode post(String path, ObjectNode body, Duration limit) throws IOException {
        return exchange(
                request(path)
                        .timeout(limit)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(timeout);
    }

    private JsonNode exchange(HttpRequest request) throws IOException {
        HttpResponse<String> response = send(request);
        if (response.statusCode() >= 300) {
            throw new IOException(
                    request.method()
                            + " "
                            + request.uri()
                            + " answered "
                            + response.statusCode()
                            + ": "
                            + firstError(response.body()));
        }
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        int first = answering;
        for (int i = 0; ; i++) {
            int number = (first + i) % bases.size();
            try {
                HttpResponse<String> response = sendTo(bases.get(number), request);
                answering = number;
                return response;
            } catch (ConnectException e) {
                if (i == bases.size() - 1) {
                    throw e;
                }
            }
        }
    }

    private HttpResponse<String> sendTo(URI base, HttpRequest request) throws IOException {
        String query = request.uri().getRawQuery();
        URI uri = base.resolve(request.uri().getRawPath() + (query == null ? "" : "?" + query));
        try {
            return client.send(
                    HttpRequest.newBuilder(request, (name, value) -> true).uri(uri).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking " + uri, e);
        }
    }

    /** Flink answers errors as {"errors": [summary, stack trace]}; what began it stands last. */
    private static String firstError(String body) {
        try {
            JsonNode errors = JSON.readTree(body).path("errors");
            JsonNode last = errors.path(errors.size() - 1);
            return last.isMissingNode() ? body : reason(last.asText());
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    private static String reason(String trace) {
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .orElse(trace)
                .replaceFirst("^Caused by: ", "")
                .replaceFirst("^[\\w.$]+(Exception|Error|Refusal): ", "");
    }

    private static byte[] formWith(Path jar, String boundary) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        String head =
                "--"
                        + boundary
                        + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                        + jar.getFileName()
                        + "\"\r\nContent-Type: application/java-archive\r\n\r\n";
        form.write(head.getBytes(StandardCharsets.UTF_8));
        Files.copy(jar, form);
        form.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }
}
