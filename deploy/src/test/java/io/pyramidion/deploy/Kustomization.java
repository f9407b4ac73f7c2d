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
import com.flipkart.zjsonpatch.JsonPatch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Renders a folder as {@code kubectl kustomize} does, so that tests need no binary. It knows what
 * this project uses of kustomize and refuses the rest; where there is a kubectl, a test compares
 * the two. A patch of a core object may not have lists: kustomize would merge these by keys.
 */
final class Kustomization {

    private static final Set<String> KNOWN =
            Set.of(
                    "apiVersion",
                    "kind",
                    "namespace",
                    "resources",
                    "components",
                    "patches",
                    "configMapGenerator");
    private static final Set<String> WITHOUT_NAMESPACE =
            Set.of("PriorityClass", "PersistentVolume");

    private final Path folder;
    private final List<Resource> resources;

    private Kustomization(Path folder, List<Resource> resources) {
        this.folder = folder;
        this.resources = resources;
    }

    /** Every object of a folder, in no particular order. */
    static List<Resource> render(Path folder) {
        return new Kustomization(folder, new ArrayList<>()).rendered();
    }

    private List<Resource> rendered() {
        ObjectNode file = Yaml.object(folder.resolve("kustomization.yaml"));
        file.fieldNames()
                .forEachRemaining(
                        key -> require(KNOWN.contains(key), key + " is not known to the tests"));
        file.path("resources").forEach(entry -> load(folder.resolve(entry.asText())));
        file.path("configMapGenerator").forEach(this::generate);
        file.path("components")
                .forEach(
                        entry ->
                                new Kustomization(folder.resolve(entry.asText()), resources)
                                        .rendered());
        file.path("patches").forEach(this::patch);
        if (file.has("namespace")) {
            resources.forEach(resource -> move(resource, file.get("namespace").asText()));
        }
        return resources;
    }

    private void load(Path entry) {
        if (Files.isDirectory(entry)) {
            resources.addAll(render(entry));
        } else {
            Yaml.documents(Yaml.text(entry))
                    .forEach(document -> resources.add(new Resource((ObjectNode) document)));
        }
    }

    private void generate(JsonNode entry) {
        require(
                entry.at("/options/disableNameSuffixHash").asBoolean(),
                "a configMapGenerator that adds a hash is not known to the tests");
        ObjectNode map = (ObjectNode) Yaml.documents("{apiVersion: v1, kind: ConfigMap}").get(0);
        ObjectNode metadata = map.putObject("metadata");
        metadata.set("name", entry.get("name"));
        metadata.set("labels", entry.at("/options/labels"));
        if (entry.has("namespace")) {
            metadata.set("namespace", entry.get("namespace"));
        }
        ObjectNode data = map.putObject("data");
        for (JsonNode file : entry.get("files")) {
            Path path = folder.resolve(file.asText());
            data.put(path.getFileName().toString(), Yaml.text(path));
        }
        resources.add(new Resource(map));
    }

    private void patch(JsonNode entry) {
        String text =
                entry.has("path")
                        ? Yaml.text(folder.resolve(entry.get("path").asText()))
                        : entry.get("patch").asText();
        for (JsonNode patch : Yaml.documents(text)) {
            List<Resource> targets = targets(entry.has("target") ? entry.get("target") : patch);
            require(!targets.isEmpty(), "a patch has no target: " + patch);
            targets.forEach(target -> patch(target, patch));
        }
    }

    private List<Resource> targets(JsonNode wanted) {
        String kind = wanted.path("kind").asText();
        String name = wanted.at("/metadata/name").asText(wanted.path("name").asText(""));
        return resources.stream()
                .filter(resource -> resource.is(kind))
                .filter(resource -> name.isEmpty() || resource.name().equals(name))
                .toList();
    }

    private void patch(Resource target, JsonNode patch) {
        if (patch.isArray()) {
            JsonPatch.applyInPlace(patch, target.json());
        } else if (patch.path("$patch").asText().equals("delete")) {
            resources.remove(target);
        } else {
            require(
                    !target.isCore() || lists(patch) == 0,
                    "a patch of " + target.id() + " has lists, which the tests do not merge");
            merge(target.json(), patch);
        }
    }

    private static long lists(JsonNode node) {
        return (node.isArray() ? 1 : 0)
                + StreamSupport.stream(node.spliterator(), false)
                        .mapToLong(Kustomization::lists)
                        .sum();
    }

    /** As RFC 7396 merges. */
    private static void merge(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            JsonNode old = target.get(entry.getKey());
            if (entry.getValue().isNull()) {
                target.remove(entry.getKey());
            } else if (entry.getValue().isObject() && old != null && old.isObject()) {
                merge((ObjectNode) old, entry.getValue());
            } else {
                target.set(entry.getKey(), entry.getValue().deepCopy());
            }
        }
    }

    private void move(Resource resource, String namespace) {
        if (WITHOUT_NAMESPACE.contains(resource.kind())) {
            return;
        }
        String field = resource.is("Namespace") ? "name" : "namespace";
        ((ObjectNode) resource.json().get("metadata")).put(field, namespace);
        Stream<JsonNode> subjects =
                StreamSupport.stream(resource.at("/subjects").spliterator(), false);
        subjects.forEach(subject -> ((ObjectNode) subject).put("namespace", namespace));
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(folder + ": " + message);
        }
    }
}
