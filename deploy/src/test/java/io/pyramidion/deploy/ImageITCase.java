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

import io.pyramidion.local.FreePorts;
import io.pyramidion.local.LocalBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

    @BeforeAll
    static void start() {
        broker = LocalBroker.start();
        conversation = new Conversation(broker);
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
    }

    @AfterAll
    static void stop() {
        prometheus.ifPresent(PrometheusServer::close);
        cluster.close();
        conversation.close();
        broker.close();
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
     * So it runs with a root file system that is read-only, but for /tmp and Flink's log folder.
     */
    @Test
    @Order(6)
    void hasWrittenNothingIntoItsImage() {
        assertThat(tree.files()).isEqualTo(filesBefore);
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
        options.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
        return arguments;
    }
}
