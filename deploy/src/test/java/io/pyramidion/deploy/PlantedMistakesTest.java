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

import com.flipkart.zjsonpatch.JsonPatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Each kind of mistake is planted once in manifests that are right, and found. */
class PlantedMistakesTest {

    private static final ManifestCheck CHECK = new ManifestCheck();

    @ParameterizedTest(name = "{1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # kind of object   | operation and path                                          | value                 | what is said
        FlinkDeployment    | add /spec/upgradMode                                        | 'last-state'          | upgradMode
        FlinkDeployment    | replace /spec/job/upgradeMode                               | 'rolling'             | upgradeMode
        FlinkDeployment    | replace /spec/flinkVersion                                  | 'v3_9'                | flinkVersion
        FlinkDeployment    | add /spec/taskManager/podTemplate/spec/tolerationz          | []                    | tolerationz
        FlinkDeployment    | add /spec/podTemplate/spec/volumes/0/persistentVolumeClaim  | {'claimname': 'x'}    | claimname
        FlinkDeployment    | add /spec/flinkConfiguration/jobmanager.schedular           | 'adaptive'            | jobmanager.schedular is no option
        FlinkDeployment    | replace /spec/flinkConfiguration/jobmanager.scheduler       | 'adaptiv'             | jobmanager.scheduler is adaptiv
        FlinkDeployment    | replace /spec/flinkConfiguration/heartbeat.timeout          | '10 parsecs'          | heartbeat.timeout is 10 parsecs
        FlinkDeployment    | add /spec/flinkConfiguration/s3.regio                       | 'x'                   | s3.regio is no option
        FlinkDeployment    | replace /spec/flinkConfiguration/metrics.reporter.prom.factory.class | 'org.apache.flink.Prom' | no such class
        FlinkDeployment    | add /spec/flinkConfiguration/kubernetes.operator.savepoint.format.type | 'BINARY'     | allowed: [CANONICAL, NATIVE]
        FlinkDeployment    | add /spec/flinkConfiguration/job.autoscaler.restart.time    | 'soon'                | job.autoscaler.restart.time is soon
        FlinkDeployment    | replace /spec/flinkConfiguration/external-resource.gpu.amount | '2'                 | 2 of gpu for 1 slots
        FlinkDeployment    | replace /spec/taskManager/resource/memory                   | '4g'                  | memory:
        FlinkDeployment    | replace /spec/job/parallelism                               | 3                     | but 2 in the job's options
        FlinkDeployment    | replace /spec/job/args                                      | ['--config', '/x']    | job.args do not name
        FlinkDeployment    | replace /spec/job/args | ['--config', '/etc/pyramidion/job/job.yaml', '--engine.thread', '4'] | engine.thread
        FlinkDeployment    | replace /spec/serviceAccount                                | 'flink'               | there is no ServiceAccount flink
        FlinkDeployment    | replace /spec/podTemplate/spec/volumes/2/configMap/name     | 'job'                 | there is no ConfigMap job
        FlinkDeployment    | replace /spec/podTemplate/spec/volumes/3/secret/secretName  | 'other'               | nobody makes the secret other
        FlinkDeployment    | replace /spec/podTemplate/spec/containers/0/volumeMounts/0/name | 'temp'            | there is no volume temp
        FlinkDeployment    | replace /spec/podTemplate/spec/containers/0/securityContext/readOnlyRootFilesystem | false | readOnlyRootFilesystem
        FlinkDeployment    | replace /spec/podTemplate/spec/securityContext/runAsNonRoot | false                 | runAsNonRoot
        FlinkDeployment    | replace /spec/podTemplate/spec/containers/0/env/1 | {'name': 'AWS_SECRET_ACCESS_KEY', 'value': 'x'} | is not a reference
        FlinkDeployment    | replace /spec/jobManager/replicas                           | 1                     | pyramidion-jobmanager lets no pod go
        FlinkDeployment    | remove /spec/podTemplate/metadata                           |                       | PodMonitor pyramidion does not select the jobmanager
        FlinkDeployment    | replace /spec/taskManager/podTemplate/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm/labelSelector/matchLabels/component | 'other' | affinity does not select
        FlinkDeployment    | replace /spec/podTemplate/spec/volumes/1/emptyDir/sizeLimit | '1Gi'                 | the volume log has 1Gi
        PodMonitor         | replace /spec/selector/matchLabels                          | {'app': 'pyramidion-blue'} | PodMonitor pyramidion does not select the taskmanager
        PodDisruptionBudget | replace /spec/selector/matchLabels                         | {'app': 'x'}          | PodDisruptionBudget pyramidion-jobmanager does not select
        NetworkPolicy      | replace /spec/podSelector/matchLabels                       | {'app': 'x'}          | NetworkPolicy pyramidion-ingress does not select
        NetworkPolicy      | replace /spec/ingress/1/from/0/namespaceSelector            | {}                    | a peer may be in any namespace
        PersistentVolumeClaim | remove /spec/storageClassName                            |                       | a default storage class
        Kafka              | remove /spec/entityOperator/template                        |                       | topicOperatorContainer: securityContext.runAsNonRoot
        KafkaNodePool      | remove /spec/template                                       |                       | kafkaContainer: securityContext.capabilities.drop
        KafkaUser          | replace /spec/authorization/acls/1/operations               | ['Write', 'Describe', 'DescribeConfigs'] | may not Read topic pyramidion.results
        KafkaUser          | replace /spec/authorization/acls/2/operations               | ['All']               | need not All topic pyramidion.deltas
        ConfigMap          | replace /data/job.yaml                                      | 'engine: {kv-memory: -1}' | pyramidion.
        Kafka              | add /spec/kafka/listenerz                                   | []                    | listenerz
        Kafka              | replace /spec/kafka/listeners/0/port                        | 9094                  | does not connect to pyramidion-kafka-kafka-bootstrap:9094
        Kafka              | replace /metadata/name                                      | 'kafka'               | belongs to no cluster
        KafkaTopic         | replace /metadata/name                                      | 'requests'            | there is no KafkaTopic pyramidion.requests
        KafkaTopic         | replace /spec/replicas                                      | 4                     | more replicas
        KafkaUser          | remove /spec/authorization/acls/0                           |                       | may not Read topic pyramidion.requests
        KafkaUser          | replace /spec/authentication/type                           | 'password'            | authentication
        PodMonitor         | add /spec/podMetricsEndpoint                                | []                    | podMetricsEndpoint
        PrometheusRule     | add /spec/groups/0/rules/0/alarm                            | 'x'                   | alarm
        NetworkPolicy      | add /spec/ingres                                            | []                    | ingres
        PodDisruptionBudget | add /spec/minAvail                                          | 1                     | minAvail
        Role               | add /ruless                                                 | []                    | ruless
        ServiceAccount     | replace /apiVersion                                         | 'v2'                  | no schema of v2/ServiceAccount
        ConfigMap          | replace /kind                                               | 'Secret'              | secrets are only referred to
        """)
    void isFound(String kind, String change, String value, String message) {
        List<Resource> resources = Kustomization.render(ManifestsTest.K8S.resolve("overlays/gpu"));
        Resource first =
                resources.stream()
                        .filter(resource -> resource.is(kind))
                        .filter(resource -> !resource.name().contains("dashboards"))
                        .findFirst()
                        .orElseThrow();
        String[] words = change.split(" ");
        String patch =
                "[{op: %s, path: \"%s\"%s}]"
                        .formatted(words[0], words[1], value == null ? "" : ", value: " + value);
        JsonPatch.applyInPlace(Yaml.documents(patch).get(0), first.json());
        assertThat(CHECK.problems(resources)).anySatisfy(it -> assertThat(it).contains(message));
    }
}
