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
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Kubernetes would accept, and more strictly so: a field that no schema has is a mistake. Own
 * kinds are held against their definitions in {@code crds}, core kinds against the classes of
 * Kubernetes' client.
 */
final class Schemas {

    private static final String MODELS = "io.kubernetes.client.openapi.models.V1";
    private static final Map<String, List<String>> CORE =
            Map.of(
                    "v1",
                    List.of(
                            "Namespace",
                            "ConfigMap",
                            "ServiceAccount",
                            "PersistentVolume",
                            "PersistentVolumeClaim"),
                    "policy/v1",
                    List.of("PodDisruptionBudget"),
                    "rbac.authorization.k8s.io/v1",
                    List.of("Role", "RoleBinding"),
                    "networking.k8s.io/v1",
                    List.of("NetworkPolicy"),
                    "scheduling.k8s.io/v1",
                    List.of("PriorityClass"));

    private final Map<String, JsonSchema> own = new HashMap<>();

    Schemas() {
        Path folder = Yaml.ROOT.resolve("deploy/src/test/resources/crds");
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !file.toString().endsWith(".md")).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with an object, one line each. */
    List<String> problems(Resource resource) {
        JsonSchema schema = own.get(resource.apiVersion() + "/" + resource.kind());
        Stream<String> problems =
                schema == null
                        ? core(resource).stream()
                        : schema.validate(resource.json()).stream().map(Object::toString);
        return problems.map(problem -> resource.id() + ": " + problem).toList();
    }

    private static List<String> core(Resource resource) {
        if (!CORE.getOrDefault(resource.apiVersion(), List.of()).contains(resource.kind())) {
            return List.of("no schema of " + resource.apiVersion() + "/" + resource.kind());
        }
        try {
            Class.forName(MODELS + resource.kind())
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(resource.json().toString()));
            return List.of();
        } catch (InvocationTargetException e) {
            return List.of(e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Path file) {
        JsonNode definition = Yaml.object(file);
        String group = definition.at("/spec/group").asText();
        String kind = definition.at("/spec/names/kind").asText();
        for (JsonNode version : definition.at("/spec/versions")) {
            ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
            makeStrict(schema);
            ObjectNode fields = (ObjectNode) schema.get("properties");
            fields.putObject("metadata").put("type", "object");
            fields.putObject("apiVersion").put("type", "string");
            fields.putObject("kind").put("type", "string");
            schema.put("additionalProperties", false);
            own.put(
                    group + "/" + version.get("name").asText() + "/" + kind,
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema));
        }
    }

    private static void makeStrict(JsonNode node) {
        if (node.isObject()
                && node.path("properties").isObject()
                && !node.has("additionalProperties")
                && !node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            ((ObjectNode) node).put("additionalProperties", false);
        }
        node.forEach(Schemas::makeStrict);
    }
}
