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

import java.util.List;
import java.util.stream.Stream;

/** Kubernetes' profile {@code restricted}, which the namespace enforces on every pod. */
final class RestrictedProfile {

    private RestrictedProfile() {}

    /**
     * The fields that let the API server refuse a pod, each with what it should be.
     *
     * @param pod the pod's security context; a missing node if it has none
     * @param container one container's
     */
    static List<String> missing(JsonNode pod, JsonNode container) {
        return Stream.of(
                        Stream.of("runAsNonRoot is not true")
                                .filter(it -> !container.path("runAsNonRoot").asBoolean())
                                .filter(it -> !pod.path("runAsNonRoot").asBoolean()),
                        Stream.of("seccompProfile is not RuntimeDefault")
                                .filter(it -> !hasProfile(container) && !hasProfile(pod)),
                        Stream.of("allowPrivilegeEscalation is not false")
                                .filter(
                                        it ->
                                                container
                                                        .path("allowPrivilegeEscalation")
                                                        .asBoolean(true)),
                        Stream.of("capabilities.drop is not [ALL]")
                                .filter(
                                        it ->
                                                !container
                                                        .at("/capabilities/drop/0")
                                                        .asText()
                                                        .equals("ALL")))
                .flatMap(it -> it)
                .map(it -> "securityContext." + it)
                .toList();
    }

    private static boolean hasProfile(JsonNode context) {
        return context.at("/seccompProfile/type").asText().equals("RuntimeDefault");
    }
}
