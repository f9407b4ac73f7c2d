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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether what selects pods by their labels selects those of a deployment: what selects none is
 * accepted by Kubernetes and does nothing.
 */
final class SelectorCheck {

    private static final String JOB_MANAGER = "jobmanager";
    private static final String TASK_MANAGER = "taskmanager";

    private final Deployment deployment;
    private final List<Resource> resources;
    private final List<String> problems = new ArrayList<>();

    SelectorCheck(Deployment deployment, List<Resource> resources) {
        this.deployment = deployment;
        this.resources = resources;
    }

    List<String> problems() {
        of("NetworkPolicy").forEach(it -> require(it, "/spec/podSelector", bothProcesses()));
        of("PodMonitor").forEach(it -> require(it, "/spec/selector", bothProcesses()));
        of("PodDisruptionBudget")
                .forEach(
                        it ->
                                require(
                                        it,
                                        "/spec/selector",
                                        it.name().endsWith(JOB_MANAGER)
                                                ? List.of(JOB_MANAGER)
                                                : List.of(TASK_MANAGER)));
        affinity();
        return problems;
    }

    private static List<String> bothProcesses() {
        return List.of(JOB_MANAGER, TASK_MANAGER);
    }

    private void require(Resource selecting, String pointer, List<String> processes) {
        processes.stream()
                .filter(process -> !selects(selecting.at(pointer), process))
                .forEach(it -> problems.add(selecting.id() + " does not select the " + it));
    }

    private void affinity() {
        deployment
                .spec()
                .at("/taskManager/podTemplate/spec/affinity")
                .findValues("labelSelector")
                .stream()
                .filter(selector -> !selects(selector, TASK_MANAGER))
                .forEach(it -> problems.add("affinity does not select the " + TASK_MANAGER));
    }

    private boolean selects(JsonNode selector, String process) {
        Map<String, String> labels = labels(process);
        JsonNode wanted = selector.path("matchLabels");
        return !wanted.isEmpty()
                && wanted.properties().stream()
                        .allMatch(it -> it.getValue().asText().equals(labels.get(it.getKey())));
    }

    /** The template's, and what Flink adds: the operator makes two names of a blue/green one. */
    private Map<String, String> labels(String process) {
        Map<String, String> labels = new HashMap<>();
        String own = process.equals(JOB_MANAGER) ? "/jobManager" : "/taskManager";
        Stream.of("", own)
                .map(it -> deployment.spec().at(it + "/podTemplate/metadata/labels"))
                .flatMap(it -> it.properties().stream())
                .forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
        Resource resource = deployment.resource();
        labels.put("app", resource.name() + (resource.is("FlinkDeployment") ? "" : "-blue"));
        labels.put("component", process);
        labels.put("type", "flink-native-kubernetes");
        return labels;
    }

    private Stream<Resource> of(String kind) {
        return resources.stream().filter(resource -> resource.is(kind));
    }
}
