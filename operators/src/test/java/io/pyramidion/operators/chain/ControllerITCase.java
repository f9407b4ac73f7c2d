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

import io.pyramidion.operators.controller.Controller;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The slow loop in jobs on a cluster, over scripted models. */
class ControllerITCase {

    private static final InMemoryReporter REPORTER = InMemoryReporter.create();

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(2)
                            .setNumberSlotsPerTaskManager(2)
                            .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
                            .build());

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path savepoints;

    @Test
    void aPlanReachesEveryHeadWhileTheSourceIsHeldBack() throws Exception {
        StreamExecutionEnvironment environment = environment(2, new Configuration());
        GenerationStreams streams = flooded(environment, settings(ControlMode.ADAPTIVE));
        try (PublishedPlans plans = PublishedPlans.of(streams)) {
            drop(streams);
            JobClient job = environment.executeAsync();

            SpeculationPlan saturated = plans.first(plan -> plan.getPressure().equals("saturated"));

            assertThat(saturated.getObjective()).isEqualTo("goodput");
            assertThat(saturated.getReason()).contains("source held back");
            JobID id = job.getJobID();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                for (int head = 0; head < 2; head++) {
                                    assertThat(inForce(id, head))
                                            .isGreaterThanOrEqualTo(saturated.getSequence());
                                    assertThat(of(id, head, ControlMetricNames.SAFE_BOUNDS))
                                            .isZero();
                                }
                            });
            assertThat(controller(id, ControlMetricNames.PLAN_SEQUENCE))
                    .isGreaterThanOrEqualTo(saturated.getSequence());
            assertThat(controller(id, ControlMetricNames.PRESSURE)).isGreaterThanOrEqualTo(2);
            assertThat(controller(id, ControlMetricNames.PLAN_LATENCY_MS)).isLessThan(1000);
            job.cancel().get();
        }
    }

    @Test
    void twoJobsOnOneClusterDoNotSeeEachOther() throws Exception {
        StreamExecutionEnvironment pressed = environment(1, new Configuration());
        GenerationStreams flood = flooded(pressed, settings(ControlMode.ADAPTIVE));
        StreamExecutionEnvironment calm = environment(1, new Configuration());
        GenerationStreams silence =
                ChainJob.open(
                        calm,
                        List.of(Requests.at(0, Requests.story(0, 4))),
                        settings(ControlMode.ADAPTIVE));
        try (PublishedPlans ofPressed = PublishedPlans.of(flood);
                PublishedPlans ofCalm = PublishedPlans.of(silence)) {
            drop(flood);
            drop(silence);
            JobClient calmJob = calm.executeAsync();
            JobClient pressedJob = pressed.executeAsync();
            ofPressed.first(plan -> plan.getPressure().equals("saturated"));

            ofCalm.first(plan -> plan.getPressure().equals("idle") && !plan.getGuarded());
            assertThat(controller(calmJob.getJobID(), ControlMetricNames.PRESSURE)).isZero();
            assertThat(controller(pressedJob.getJobID(), ControlMetricNames.PRESSURE))
                    .isGreaterThanOrEqualTo(2);
            calmJob.cancel().get();
            pressedJob.cancel().get();
        }
    }

    @Test
    void theLastPlanSurvivesARestoreAndSoDoesASavepointAChangeOfMode() throws Exception {
        StreamExecutionEnvironment before = environment(1, new Configuration());
        drop(flooded(before, settings(ControlMode.ADAPTIVE)));
        JobClient stopped = before.executeAsync();
        JobID id = stopped.getJobID();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> controller(id, ControlMetricNames.PRESSURE) >= 2);
        long last = controller(id, ControlMetricNames.PLAN_SEQUENCE);
        String savepoint =
                stopped.stopWithSavepoint(
                                false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get();

        for (ControlMode mode : new ControlMode[] {ControlMode.FIXED, ControlMode.OFF}) {
            StreamExecutionEnvironment other = environment(1, restored(savepoint));
            drop(flooded(other, settings(mode)));
            JobClient job = other.executeAsync();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(head(job.getJobID(), 0, MetricNames.ROUNDS))
                                            .isPresent());
            job.cancel().get();
        }

        StreamExecutionEnvironment after = environment(1, restored(savepoint));
        GenerationStreams again = flooded(after, settings(ControlMode.ADAPTIVE));
        try (PublishedPlans plans = PublishedPlans.of(again)) {
            drop(again);
            JobClient job = after.executeAsync();
            SpeculationPlan first = plans.next();
            assertThat(first.getSequence()).isGreaterThanOrEqualTo(last);
            assertThat(first.getPressure()).isNotEqualTo("idle");
            job.cancel().get();
        }
    }

    @Test
    void everyRequestIsAnsweredOnceThoughTheControllersTaskIsKilled() throws Exception {
        KillOnce.KILLED.set(false);
        List<GenerationRequest> stories =
                IntStream.range(0, 12).mapToObj(i -> Requests.story(i, 100)).toList();
        List<RequestEnvelope> requests =
                IntStream.range(0, 12).mapToObj(i -> Requests.at(i, stories.get(i))).toList();
        Configuration restarting = new Configuration();
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        StreamExecutionEnvironment environment = environment(2, restarting);
        GenerationStreams streams =
                ChainJob.open(environment, requests, settings(ControlMode.ADAPTIVE));
        drop(streams.plans().map(new KillOnce()).setParallelism(1));
        try (Answers answers = Answers.of(streams.results())) {
            JobClient job = environment.executeAsync();

            List<GenerationResult> all = answers.take(requests.size());

            await().atMost(PATIENCE).untilTrue(KillOnce.KILLED);
            assertThat(all).extracting(GenerationResult::getRequestId).doesNotHaveDuplicates();
            Map<String, List<Integer>> expected = Reference.tokenIds(stories);
            assertThat(all)
                    .allSatisfy(
                            result ->
                                    assertThat(result.getTokenIds())
                                            .isEqualTo(expected.get(result.getRequestId())));
            job.cancel().get();
        }
    }

    @Test
    void endsWithItsBoundedInput() throws Exception {
        List<RequestEnvelope> requests =
                IntStream.range(0, 6).mapToObj(i -> Requests.at(i, Requests.story(i, 20))).toList();
        StreamExecutionEnvironment environment = environment(2, new Configuration());
        GenerationStreams streams =
                ChainJob.bounded(environment, requests, settings(ControlMode.ADAPTIVE));
        drop(streams.plans());
        try (Answers answers = Answers.of(streams.results())) {
            JobClient job = environment.executeAsync();

            assertThat(answers.takeAll()).hasSize(requests.size());
            job.getJobExecutionResult().get();
        }
    }

    /** Fails the task of the controller, which it is chained to, at its first plan. */
    private static final class KillOnce implements MapFunction<SpeculationPlan, SpeculationPlan> {

        static final AtomicBoolean KILLED = new AtomicBoolean();

        private static final long serialVersionUID = 1L;

        @Override
        public SpeculationPlan map(SpeculationPlan plan) {
            if (KILLED.compareAndSet(false, true)) {
                throw new IllegalStateException("injected failure");
            }
            return plan;
        }
    }

    private static ChainSettings settings(ControlMode mode) {
        return Family.settings(2, 1)
                .with(
                        new ControlSettings(
                                mode,
                                INTERVAL,
                                INTERVAL,
                                16,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60),
                                List.of(),
                                Duration.ZERO,
                                ControlSettings.ONLY_CHAIN));
    }

    private static StreamExecutionEnvironment environment(int parallelism, Configuration changes) {
        changes.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        return ChainJob.environment(parallelism, changes);
    }

    private static Configuration restored(String savepoint) {
        Configuration configuration = new Configuration();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, false);
        return configuration;
    }

    /** More requests than any head can serve. */
    private static GenerationStreams flooded(
            StreamExecutionEnvironment environment, ChainSettings settings) {
        DataGeneratorSource<RequestEnvelope> endless =
                new DataGeneratorSource<>(
                        index -> Requests.at(index, Requests.story((int) (index % 1000), 60)),
                        Long.MAX_VALUE,
                        new AvroTypeInfo<>(RequestEnvelope.class));
        return GenerationChain.apply(
                Controller.probe(
                                environment
                                        .fromSource(
                                                endless, WatermarkStrategy.noWatermarks(), "flood")
                                        .uid("flood"),
                                settings.control())
                        .keyBy(new RequestKey()),
                settings);
    }

    private static void drop(GenerationStreams streams) {
        streams.results().sinkTo(new DiscardingSink<>()).uid("dropped");
    }

    private static void drop(DataStream<SpeculationPlan> plans) {
        plans.sinkTo(new DiscardingSink<>());
    }

    private static long inForce(JobID job, int head) {
        return of(job, head, ControlMetricNames.PLAN_SEQUENCE);
    }

    private static long of(JobID job, int head, String name) {
        return head(job, head, ControlMetricNames.CONTROL + "." + name)
                .map(ControllerITCase::value)
                .orElseThrow();
    }

    private static Optional<Metric> head(JobID job, int head, String name) {
        return REPORTER.findMetric(job, "head." + head + ".pyramidion." + name + "$");
    }

    private static long controller(JobID job, String name) {
        return REPORTER.findMetric(job, "controller.0.pyramidion." + name + "$")
                .map(ControllerITCase::value)
                .orElseThrow();
    }

    private static long value(Metric metric) {
        return ((Number) ((Gauge<?>) metric).getValue()).longValue();
    }
}
