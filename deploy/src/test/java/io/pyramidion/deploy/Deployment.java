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
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A job's deployment, of either of the operator's two kinds.
 *
 * @param resource the object
 * @param spec what a FlinkDeployment has as its spec
 */
record Deployment(Resource resource, JsonNode spec) {

    static Stream<Deployment> of(List<Resource> resources) {
        return resources.stream()
                .filter(it -> it.is("FlinkDeployment") || it.is("FlinkBlueGreenDeployment"))
                .map(
                        it ->
                                new Deployment(
                                        it,
                                        it.is("FlinkDeployment")
                                                ? it.at("/spec")
                                                : it.at("/spec/template/spec")));
    }

    /** Flink's own settings, and the blue/green deployment's. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        spec.path("flinkConfiguration")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        resource.at("/spec/configuration")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }

    /** Flink's configuration as the operator completes it: with the sizes of the pods. */
    Configuration flink() {
        Configuration flink = Configuration.fromMap(settings());
        flink.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory("jobManager"));
        flink.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory("taskManager"));
        return flink;
    }

    private MemorySize memory(String process) {
        return MemorySize.parse(spec.at("/" + process + "/resource/memory").asText());
    }

    int slots() {
        return flink().get(TaskManagerOptions.NUM_TASK_SLOTS);
    }

    int parallelism() {
        return spec.at("/job/parallelism").asInt();
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        spec.at("/job/args").forEach(argument -> arguments.add(argument.asText()));
        return arguments;
    }

    /** The common pod template, and those of either process. */
    Stream<JsonNode> podTemplates() {
        return Stream.of(
                        spec.path("podTemplate"),
                        spec.at("/jobManager/podTemplate"),
                        spec.at("/taskManager/podTemplate"))
                .filter(template -> !template.isMissingNode());
    }

    /** The values of a field of all volumes, for example the names of the secrets. */
    Stream<String> inVolumes(String pointer) {
        return podTemplates()
                .flatMap(template -> stream(template.at("/spec/volumes")))
                .map(volume -> volume.at(pointer))
                .filter(value -> !value.isMissingNode())
                .map(JsonNode::asText);
    }

    /** Every container of every pod template. */
    Stream<JsonNode> containers() {
        return podTemplates().flatMap(template -> stream(template.at("/spec/containers")));
    }

    static Stream<JsonNode> stream(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items.stream();
    }
}
