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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ManifestsTest {

    static final Path K8S = Yaml.ROOT.resolve("k8s");

    private static final ManifestCheck CHECK = new ManifestCheck();

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu", "bulk", "files", "dev"})
    void everyOverlayIsRight(String overlay) {
        assertThat(CHECK.problems(Kustomization.render(K8S.resolve("overlays/" + overlay))))
                .isEmpty();
    }

    @Test
    void theExamplesFitTheBase() {
        List<Resource> resources = Kustomization.render(K8S.resolve("base"));
        resources.addAll(Kustomization.render(K8S.resolve("kafka")));
        resources.addAll(Kustomization.render(K8S.resolve("examples")));
        resources.addAll(Kustomization.render(Yaml.ROOT.resolve("monitoring")));
        assertThat(CHECK.problems(resources)).isEmpty();
    }

    @Test
    void theAutoscalerFitsAnOverlay(@TempDir Path folder) throws Exception {
        Path overlay = Files.createDirectories(folder.resolve("overlay"));
        Files.writeString(
                overlay.resolve("kustomization.yaml"),
                "resources: [%s]%ncomponents: [%s]%n"
                        .formatted(
                                K8S.resolve("overlays/cpu"), K8S.resolve("components/autoscaler")));
        List<Resource> resources = Kustomization.render(overlay);
        assertThat(CHECK.problems(resources)).isEmpty();
        assertThat(Deployment.of(resources))
                .allSatisfy(it -> assertThat(it.settings()).containsKey("job.autoscaler.enabled"));
    }

    /** The tests' own rendering is kubectl's, wherever there is one to compare with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "overlays/cpu",
                "overlays/gpu",
                "overlays/bulk",
                "overlays/files",
                "overlays/dev",
                "examples"
            })
    void rendersAsKubectlDoes(String folder) throws Exception {
        Optional<String> theirs =
                Tool.find("kubectl").map(it -> it.run("kustomize", K8S.resolve(folder).toString()));
        assumeTrue(theirs.isPresent(), "there is no kubectl here to compare with");
        Map<String, String> mine = byId(Kustomization.render(K8S.resolve(folder)));
        Map<String, String> wanted =
                byId(
                        Yaml.documents(theirs.get()).stream()
                                .map(document -> new Resource((ObjectNode) document))
                                .toList());
        assertThat(mine).containsOnlyKeys(wanted.keySet());
        wanted.forEach((id, json) -> assertThat(mine.get(id)).as(id).isEqualTo(json));
    }

    private static Map<String, String> byId(List<Resource> resources) {
        return resources.stream()
                .collect(Collectors.toMap(Resource::id, it -> sorted(it.json()).toString()));
    }

    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> fields = new TreeMap<>();
            node.properties().forEach(it -> fields.put(it.getKey(), sorted(it.getValue())));
            return fields;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(it -> items.add(sorted(it)));
            return items;
        }
        return node.asText();
    }

    /** Kafka's clients take the key store's password out of the mounted secret. */
    @Test
    void kafkasClientsReadThePasswordFromTheSecret(@TempDir Path secret) throws Exception {
        Files.writeString(secret.resolve("user.password"), "out of the secret");
        Map<String, Object> client = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:9093"));
        Resource options =
                Kustomization.render(K8S.resolve("base")).stream()
                        .filter(it -> it.is("ConfigMap"))
                        .findFirst()
                        .orElseThrow();
        Yaml.documents(options.at("/data/job.yaml").asText())
                .get(0)
                .at("/kafka/properties")
                .properties()
                .forEach(
                        it ->
                                client.put(
                                        it.getKey(),
                                        it.getValue()
                                                .asText()
                                                .replace(
                                                        "/etc/pyramidion/kafka-user:",
                                                        secret + ":")));
        client.put("config.providers.dir.param.allowed.paths", secret.toString());
        client.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        client.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        assertThat(new ProducerConfig(client).getPassword("ssl.keystore.password").value())
                .isEqualTo("out of the secret");
    }

    /** A cluster without Kubernetes starts from this file; what it says must be right, too. */
    @Test
    void flinksOwnConfigurationHasOnlyKnownKeys() {
        FlinkKeys keys = new FlinkKeys();
        assertThat(Yaml.object(Yaml.ROOT.resolve("flink-conf/config.yaml")).properties())
                .flatExtracting(
                        it -> keys.problem(it.getKey(), it.getValue().asText()).stream().toList())
                .isEmpty();
    }

    /** What was measured for a cluster of processes holds for one of pods. */
    @Test
    void theBaseAgreesWithFlinksOwnConfiguration() {
        Map<String, String> base =
                Deployment.of(Kustomization.render(K8S.resolve("base")))
                        .findFirst()
                        .orElseThrow()
                        .settings();
        Map<String, String> differences = new HashMap<>();
        Yaml.object(Yaml.ROOT.resolve("flink-conf/config.yaml"))
                .properties()
                .forEach(
                        it -> {
                            String value = it.getValue().asText();
                            if (it.getKey()
                                            .matches(
                                                    "heartbeat\\..*|pekko\\..*|cluster\\..*|execution\\..*|.*segment-size|.*managed.size|env.java.opts.all")
                                    && !value.equals(base.get(it.getKey()))) {
                                differences.put(it.getKey(), base.get(it.getKey()));
                            }
                        });
        assertThat(differences).isEmpty();
    }
}
