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
package io.pyramidion.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.LocalBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A cluster started from the image's file tree, with the configuration of the overlay {@code dev}
 * as far as it does not need Kubernetes, serves requests, loses a task manager and is upgraded.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageITCase {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String COUNTED =
            "flink_taskmanager_job_task_operator_pyramidion_prefixCacheQueries";
    private static final int JOB_MANAGER_METRICS = FreePorts.next();
    private static final int TASK_MANAGER_METRICS = FreePorts.next();

    @TempDir private static Path folder;

    private static LocalBroker broker;
    private static ImageTree tree;
    private static Set<String> filesBefore;
    private static ImageCluster cluster;
    private static Conversation conversation;
    private static Process jobManager;
    private static Process taskManager;
    private static Optional<PrometheusServer> prometheus;
    private static HttpServer collector;
    private static Instant started;

    @BeforeAll
    static void start() throws Exception {
        broker = LocalBroker.start();
        conversation = new Conversation(broker);
        collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/", ImageITCase::takeSpans);
        collector.start();
        tree = new ImageTree();
        filesBefore = tree.files();
        cluster = new ImageCluster(tree, folder, settings());
        jobManager = cluster.startJobManager(List.of(), job(), JOB_MANAGER_METRICS);
        taskManager = cluster.startTaskManager(TASK_MANAGER_METRICS);
        prometheus =
                Tool.find("prometheus")
                        .map(
                                program ->
                                        PrometheusServer.start(
                                                program,
                                                folder,
                                                List.of(
                                                        JOB_MANAGER_METRICS,
                                                        TASK_MANAGER_METRICS)));
        started = Instant.now();
    }

    @AfterAll
    static void stop() {
        prometheus.ifPresent(PrometheusServer::close);
        cluster.close();
        conversation.close();
        broker.close();
        collector.stop(0);
    }

    @Test
    @Order(1)
    void servesRequests() {
        conversation.send("calm");
        assertThat(conversation.texts("calm")).hasSize(Conversation.REQUESTS);
    }

    @Test
    @Order(2)
    void exposesTheMetricsThatAreListed() {
        Exposition exposition = Exposition.of(JOB_MANAGER_METRICS, TASK_MANAGER_METRICS);
        if (Boolean.getBoolean("pyramidion.write-docs")) {
            exposition.write();
        }
        assertThat(exposition.names()).containsAll(Exposition.listed().names());
    }

    /** Every query of the dashboards and of the rules finds data in a real Prometheus. */
    @Test
    @Order(3)
    void everyQueryReturnsData() {
        assumeTrue(
                prometheus.isPresent(), "there is no prometheus here: apt-get install prometheus");
        // What was counted before Prometheus looked first is in no rate.
        await().atMost(LIMIT).until(() -> !prometheus.get().query(COUNTED).isEmpty());
        conversation.send("seen");
        assertThat(conversation.texts("seen")).isEqualTo(conversation.texts("calm"));
        QueryTable table = new QueryTable(prometheus.get());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(table.ask()).isEmpty());
        table.write();
    }

    @Test
    @Order(4)
    void survivesTheLossOfATaskManager() throws Exception {
        conversation.send("killed");
        conversation.awaitTokens("killed");
        taskManager.destroyForcibly().waitFor();
        taskManager = cluster.startTaskManager(TASK_MANAGER_METRICS);
        assertThat(conversation.texts("killed")).isEqualTo(conversation.texts("calm"));
        assertThat(conversation.resumed("killed")).isPositive();
    }

    /** The task manager stays, and with it libtorch: the new job has a class loader of its own. */
    @Test
    @Order(5)
    void isUpgradedFromASavepoint() throws Exception {
        conversation.send("upgraded");
        conversation.awaitTokens("upgraded");
        String job = cluster.rest().unfinishedJobs().get(0);
        String savepoint =
                cluster.rest().stop(job, folder.resolve("savepoints").toUri() + "", LIMIT);
        assertThat(jobManager.waitFor()).isZero();
        jobManager =
                cluster.startJobManager(
                        List.of("--fromSavepoint", savepoint), job(), JOB_MANAGER_METRICS);
        assertThat(conversation.texts("upgraded")).isEqualTo(conversation.texts("calm"));
        assertThat(conversation.resumed("upgraded")).isPositive();
    }

    /**
     * Draws the run so far; for the documentation, with minutes more in which the load rises and
     * falls.
     */
    @Test
    @Order(6)
    void everyPanelShowsSomething() {
        assumeTrue(
                prometheus.isPresent(), "there is no prometheus here: apt-get install prometheus");
        boolean docs = Boolean.getBoolean("pyramidion.write-docs");
        if (docs) {
            load(Duration.ofMinutes(7));
        }
        Path pictures = Yaml.ROOT.resolve(docs ? "docs/images" : "deploy/target/dashboards");
        TimeRange time = TimeRange.last(Duration.between(started, Instant.now()).toSeconds());
        DashboardPicture picture = new DashboardPicture(prometheus.get(), time);
        Set<String> empty = new HashSet<>();
        for (Path dashboard : Query.dashboards()) {
            String name = dashboard.getFileName().toString();
            name = name.replace("pyramidion-", "dashboard-").replace(".json", ".png");
            empty.addAll(picture.draw(dashboard, pictures.resolve(name)));
        }
        // A GPU's.
        assertThat(empty).containsExactlyInAnyOrder("Utilization", "Memory");
    }

    /**
     * So it runs with a root file system that is read-only, but for /tmp and Flink's log folder.
     */
    @Test
    @Order(7)
    void hasWrittenNothingIntoItsImage() {
        assertThat(tree.files()).isEqualTo(filesBefore);
    }

    /** As many conversations at once as the load asks for, then the next ones. */
    private static void load(Duration duration) {
        long begin = System.nanoTime();
        double share = 0;
        for (int wave = 0; share < 1; wave++) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i <= 5 * Math.sin(Math.PI * share); i++) {
                names.add("load-%d-%d".formatted(wave, i));
            }
            names.forEach(conversation::send);
            conversation.send("calm");
            conversation.sendNonsense();
            names.forEach(conversation::texts);
            share = (System.nanoTime() - begin) / (double) duration.toNanos();
        }
    }

    /** A collector's answer that says that it took all spans has no bytes in protobuf. */
    private static void takeSpans(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** The overlay's settings, without those of Kubernetes and object storage. */
    private static Map<String, String> settings() {
        Deployment dev =
                Deployment.of(Kustomization.render(ManifestsTest.K8S.resolve("overlays/dev")))
                        .findFirst()
                        .orElseThrow();
        Map<String, String> settings = new HashMap<>(dev.flink().toMap());
        settings.keySet()
                .removeIf(key -> key.matches("(high-availability|kubernetes|s3|env)\\..*"));
        settings.put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri() + "");
        settings.put("metrics.fetcher.update-interval", "1 s");
        return settings;
    }

    private static List<String> job() {
        List<String> arguments = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        options.put("kafka.bootstrap-servers", broker.bootstrapServers());
        for (String model : List.of("target", "qualifier", "draft")) {
            options.put("model." + model, tree.models().resolve(model).toString());
        }
        options.put("engine.kv-memory", "128 mb");
        options.put("job.max-parallelism", "128");
        // The test starts models often, and compares no speeds.
        options.put("control.profile-time", "0 s");
        options.put("job.checkpoint-interval", "250 ms");
        options.put("tracing.endpoint", "http://127.0.0.1:" + collector.getAddress().getPort());
        options.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
        return arguments;
    }
}
