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
package io.pyramidion.operators.chain;

import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(LoadedModels.class)
class SaturationITCase {

    private static final InMemoryReporter REPORTER = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
                            .build());

    private static final int SLOTS = 16;

    @Test
    void keepsTheSlotsBusyWhileRequestsWait() throws Exception {
        int count = 64;
        List<RequestEnvelope> requests =
                IntStream.range(0, count)
                        .mapToObj(i -> Requests.at(i, Requests.story(i, 8 + i % 24)))
                        .toList();
        StreamExecutionEnvironment environment = ChainJob.environment(1, new Configuration());
        GenerationStreams streams =
                ChainJob.open(environment, requests, Family.settings(SLOTS, SLOTS));

        try (Answers answers = Answers.of(streams.results())) {
            JobClient job = environment.executeAsync();
            // Until here more requests wait than have been answered.
            answers.take(count / 2);

            JobID id = job.getJobID();
            assertThat(gauge(id, MetricNames.MEAN_BATCH_SIZE)).isGreaterThan(0.8 * SLOTS);
            assertThat(gauge(id, MetricNames.KV_SLOTS_TOTAL)).isEqualTo(SLOTS);
            assertThat(gauge(id, "stage.draft_qualifier.acceptanceRate")).isBetween(0.05, 1.0);
            assertThat(gauge(id, MetricNames.OUTSIDE_MODELS_SHARE)).isBetween(0.0, 0.5);
            assertThat(counter(id, MetricNames.GENERATION_TOKENS)).isGreaterThan(8 * count / 2);
            assertThat(counter(id, "class.standard.reason.length.requestsFinished"))
                    .isGreaterThanOrEqualTo(count / 2);
            job.cancel().get();
        }
    }

    private static double gauge(JobID job, String name) {
        return ((Number) ((Gauge<?>) metric(job, name)).getValue()).doubleValue();
    }

    private static long counter(JobID job, String name) {
        return ((Counter) metric(job, name)).getCount();
    }

    private static Metric metric(JobID job, String name) {
        return REPORTER.findMetric(job, "head.0.pyramidion." + name)
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
