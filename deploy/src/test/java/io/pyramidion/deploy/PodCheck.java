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
import io.kubernetes.client.custom.Quantity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a deployment's pods find what they refer to, and may do no more than they must. */
final class PodCheck {

    /** Made by hand, as k8s/README.md says. */
    private static final String STORAGE_CREDENTIALS = "pyramidion-s3";

    /** Ten files of 100 MB and the current one: a pod that holds more is evicted. */
    private static final BigDecimal LOGS = BigDecimal.valueOf(11 * (100L << 20));

    private final Deployment deployment;
    private final List<Resource> resources;
    private final List<String> problems = new ArrayList<>();

    PodCheck(Deployment deployment, List<Resource> resources) {
        this.deployment = deployment;
        this.resources = resources;
    }

    List<String> problems() {
        requireAll("ConfigMap", deployment.inVolumes("/configMap/name"));
        requireAll(
                "PersistentVolumeClaim", deployment.inVolumes("/persistentVolumeClaim/claimName"));
        requireAll("ServiceAccount", Stream.of(deployment.spec().path("serviceAccount").asText()));
        secrets();
        mounts();
        security();
        logs();
        environment();
        gpus();
        budgets();
        return problems;
    }

    private void requireAll(String kind, Stream<String> names) {
        Set<String> known = names(kind);
        names.filter(name -> !known.contains(name))
                .forEach(name -> problems.add("there is no " + kind + " " + name));
    }

    private Set<String> names(String kind) {
        return resources.stream()
                .filter(resource -> resource.is(kind))
                .map(Resource::name)
                .collect(Collectors.toSet());
    }

    private void secrets() {
        Stream<String> ofContainers =
                environmentOf()
                        .map(it -> it.at("/valueFrom/secretKeyRef/name"))
                        .filter(name -> !name.isMissingNode())
                        .map(JsonNode::asText);
        Set<String> users = names("KafkaUser");
        Set<String> authorities =
                names("Kafka").stream()
                        .map(name -> name + "-cluster-ca-cert")
                        .collect(Collectors.toSet());
        Stream.concat(ofContainers, deployment.inVolumes("/secret/secretName"))
                .filter(
                        name ->
                                !users.contains(name)
                                        && !authorities.contains(name)
                                        && !name.equals(STORAGE_CREDENTIALS))
                .forEach(name -> problems.add("nobody makes the secret " + name));
    }

    private void mounts() {
        Set<String> volumes = deployment.inVolumes("/name").collect(Collectors.toSet());
        deployment
                .containers()
                .flatMap(container -> Deployment.stream(container.path("volumeMounts")))
                .map(mount -> mount.path("name").asText())
                .filter(name -> !volumes.contains(name))
                .forEach(name -> problems.add("there is no volume " + name));
    }

    private void security() {
        JsonNode pod = deployment.spec().at("/podTemplate/spec/securityContext");
        JsonNode container = deployment.spec().at("/podTemplate/spec/containers/0/securityContext");
        problems.addAll(RestrictedProfile.missing(pod, container));
        if (!container.path("readOnlyRootFilesystem").asBoolean()) {
            problems.add("securityContext.readOnlyRootFilesystem is not true");
        }
    }

    private void logs() {
        deployment
                .podTemplates()
                .flatMap(template -> Deployment.stream(template.at("/spec/volumes")))
                .filter(volume -> volume.path("name").asText().equals("log"))
                .map(volume -> volume.at("/emptyDir/sizeLimit").asText())
                .filter(size -> Quantity.fromString(size).getNumber().compareTo(LOGS) < 0)
                .forEach(
                        size ->
                                problems.add(
                                        "the volume log has "
                                                + size
                                                + "; the operator's logging keeps "
                                                + LOGS));
    }

    private Stream<JsonNode> environmentOf() {
        return deployment
                .containers()
                .flatMap(container -> Deployment.stream(container.path("env")));
    }

    private void environment() {
        environmentOf()
                .filter(it -> it.path("name").asText().matches(".*(KEY|SECRET|PASSWORD|TOKEN).*"))
                .filter(it -> it.has("value"))
                .forEach(it -> problems.add(it.path("name").asText() + " is not a reference"));
    }

    private void gpus() {
        Map<String, String> settings = deployment.settings();
        for (String name : settings.getOrDefault("external-resources", "").split(";")) {
            String amount = settings.get("external-resource." + name + ".amount");
            if (amount != null && Integer.parseInt(amount) != deployment.slots()) {
                problems.add(amount + " of " + name + " for " + deployment.slots() + " slots");
            }
        }
    }

    private void budgets() {
        int taskManagers = -Math.floorDiv(-deployment.parallelism(), deployment.slots());
        int jobManagers = deployment.spec().at("/jobManager/replicas").asInt(1);
        resources.stream()
                .filter(it -> it.is("PodDisruptionBudget"))
                .filter(it -> !it.at("/spec/minAvailable").isMissingNode())
                .filter(
                        it ->
                                it.at("/spec/minAvailable").asInt()
                                        >= (it.name().endsWith("jobmanager")
                                                ? jobManagers
                                                : taskManagers))
                .forEach(it -> problems.add(it.id() + " lets no pod go"));
    }
}
