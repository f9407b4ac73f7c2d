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
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.operators.settings.BoundedOption;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the Kafka cluster has what the job asks of it. Looks at nothing where there is none. */
final class KafkaCheck {

    private static final List<BoundedOption<String>> TOPICS =
            List.of(
                    KafkaOptions.REQUEST_TOPIC,
                    KafkaOptions.RESULT_TOPIC,
                    KafkaOptions.DELTA_TOPIC,
                    KafkaOptions.DEAD_LETTER_TOPIC);

    private final List<Resource> resources;
    private final List<String> problems = new ArrayList<>();

    KafkaCheck(List<Resource> resources) {
        this.resources = resources;
    }

    List<String> problems() {
        of("Kafka").forEach(this::check);
        return problems;
    }

    private void check(Resource kafka) {
        Set<String> topics =
                of("KafkaTopic").stream().map(Resource::name).collect(Collectors.toSet());
        for (BoundedOption<String> option : TOPICS) {
            String topic = option.defaultValue();
            if (!topics.contains(topic)) {
                problems.add("there is no KafkaTopic " + topic);
            }
        }
        of("KafkaUser").forEach(this::rights);
        if (of("KafkaUser").isEmpty()) {
            problems.add("there is no KafkaUser");
        }
        profile(kafka);
        String cluster = kafka.name();
        for (String kind : List.of("KafkaTopic", "KafkaUser", "KafkaNodePool")) {
            of(kind).stream()
                    .filter(it -> !label(it).equals(cluster))
                    .forEach(it -> problems.add(it.id() + " belongs to no cluster"));
        }
        int brokers =
                of("KafkaNodePool").stream().mapToInt(it -> it.at("/spec/replicas").asInt()).sum();
        of("KafkaTopic").stream()
                .filter(it -> it.at("/spec/replicas").asInt() > brokers)
                .forEach(it -> problems.add(it.id() + " has more replicas than there are brokers"));
        JsonNode listener = kafka.at("/spec/kafka/listeners/0");
        String address = cluster + "-kafka-bootstrap:" + listener.path("port").asText();
        of("ConfigMap").stream()
                .filter(it -> it.name().equals("pyramidion-job"))
                .filter(it -> !it.at("/data/job.yaml").asText().contains(address))
                .forEach(it -> problems.add(it.id() + " does not connect to " + address));
        of("NetworkPolicy").stream()
                .filter(it -> it.name().endsWith("egress"))
                .filter(it -> !it.json().toString().contains("\"" + cluster + "\""))
                .forEach(it -> problems.add(it.id() + " does not let the job reach " + cluster));
    }

    /** The user may do what the job must, and nothing else. */
    private void rights(Resource user) {
        Set<String> given = new TreeSet<>();
        user.at("/spec/authorization/acls")
                .forEach(
                        rule -> {
                            JsonNode on = rule.path("resource");
                            String resource =
                                    (on.path("type").asText() + " " + on.path("name").asText())
                                            .strip();
                            String pattern =
                                    on.path("patternType").asText().equals("prefix") ? "*" : "";
                            rule.path("operations")
                                    .forEach(
                                            it ->
                                                    given.add(
                                                            it.asText()
                                                                    + " "
                                                                    + resource
                                                                    + pattern));
                        });
        Set<String> wanted = wanted();
        wanted.stream()
                .filter(it -> !given.contains(it))
                .forEach(it -> problems.add(user.id() + " may not " + it));
        given.stream()
                .filter(it -> !wanted.contains(it))
                .forEach(it -> problems.add(user.id() + " need not " + it));
    }

    /** As docs/operations/security.md lists them. */
    private static Set<String> wanted() {
        Set<String> wanted = new TreeSet<>();
        Map.of(
                        "topic " + KafkaOptions.REQUEST_TOPIC.defaultValue(),
                        "Read Describe DescribeConfigs",
                        "topic " + KafkaOptions.RESULT_TOPIC.defaultValue(),
                        "Read Write Describe DescribeConfigs",
                        "topic " + KafkaOptions.DELTA_TOPIC.defaultValue(),
                        "Write Describe DescribeConfigs",
                        "topic " + KafkaOptions.DEAD_LETTER_TOPIC.defaultValue(),
                        "Write Describe DescribeConfigs",
                        "group " + KafkaOptions.GROUP_ID.defaultValue(),
                        "Read Describe",
                        // The group's id is the transactional ids' prefix.
                        "transactionalId " + KafkaOptions.GROUP_ID.defaultValue() + "*",
                        "Write Describe",
                        "cluster",
                        "IdempotentWrite DescribeConfigs")
                .forEach(
                        (resource, operations) ->
                                Stream.of(operations.split(" "))
                                        .forEach(it -> wanted.add(it + " " + resource)));
        return wanted;
    }

    private void profile(Resource kafka) {
        of("KafkaNodePool")
                .forEach(it -> profile(it, "/spec/template/pod", "/spec/template/kafkaContainer"));
        for (String operator : List.of("topicOperator", "userOperator")) {
            if (!kafka.at("/spec/entityOperator/" + operator).isMissingNode()) {
                String template = "/spec/entityOperator/template/";
                profile(kafka, template + "pod", template + operator + "Container");
            }
        }
    }

    private void profile(Resource resource, String pod, String container) {
        RestrictedProfile.missing(
                        resource.at(pod + "/securityContext"),
                        resource.at(container + "/securityContext"))
                .forEach(it -> problems.add(resource.id() + ": " + container + ": " + it));
    }

    private static String label(Resource resource) {
        return resource.at("/metadata/labels").path("strimzi.io/cluster").asText();
    }

    private List<Resource> of(String kind) {
        return resources.stream().filter(resource -> resource.is(kind)).toList();
    }
}
