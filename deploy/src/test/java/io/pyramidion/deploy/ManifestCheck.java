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
import java.util.List;
import java.util.stream.Stream;

/** What would go wrong with a set of manifests, as far as they can be judged without a cluster. */
final class ManifestCheck {

    private final Schemas schemas = new Schemas();
    private final FlinkKeys keys = new FlinkKeys();

    /** One line for each mistake. */
    List<String> problems(List<Resource> resources) {
        List<String> problems = new ArrayList<>();
        resources.forEach(resource -> problems.addAll(schemas.problems(resource)));
        resources.stream()
                .filter(resource -> resource.is("Secret"))
                .forEach(it -> problems.add(it.id() + ": secrets are only referred to"));
        resources.stream()
                .filter(resource -> resource.is("PersistentVolumeClaim"))
                .filter(it -> it.at("/spec/accessModes").toString().contains("Many"))
                .filter(it -> it.at("/spec/storageClassName").isMissingNode())
                .forEach(it -> problems.add(it.id() + ": a default storage class may answer it"));
        resources.stream()
                .filter(resource -> resource.is("NetworkPolicy"))
                .filter(
                        it ->
                                it.json().findValues("namespaceSelector").stream()
                                        .anyMatch(JsonNode::isEmpty))
                .forEach(it -> problems.add(it.id() + ": a peer may be in any namespace"));
        Deployment.of(resources)
                .forEach(deployment -> problems.addAll(problems(deployment, resources)));
        problems.addAll(new KafkaCheck(resources).problems());
        return problems;
    }

    private List<String> problems(Deployment deployment, List<Resource> resources) {
        Stream<String> settings =
                deployment.settings().entrySet().stream()
                        .flatMap(it -> keys.problem(it.getKey(), it.getValue()).stream());
        return Stream.of(
                        settings,
                        new JobCheck(deployment, resources).problems().stream(),
                        new PodCheck(deployment, resources).problems().stream(),
                        new SelectorCheck(deployment, resources).problems().stream())
                .flatMap(lines -> lines)
                .map(problem -> deployment.resource().id() + ": " + problem)
                .toList();
    }
}
