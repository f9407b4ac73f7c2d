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

import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Every request is answered once, with the text that an undisturbed run gives. */
@ExtendWith(LoadedModels.class)
class RecoveryITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final ChainSettings SETTINGS = Family.settings(4, 8);

    private static final int SHORT = 24;

    /** Tokens of a text that outlasts several checkpoints. */
    private static final int LONG = 144;

    /** Lengths differ, so that some still run when others have ended. */
    private static final List<GenerationRequest> STORIES =
            IntStream.range(0, 8)
                    .mapToObj(i -> Requests.story(i, i % 4 == 3 ? LONG : SHORT))
                    .toList();

    private static final Duration FREQUENT = Duration.ofMillis(20);

    private static Map<String, List<Integer>> expected;

    @TempDir Path savepoints;

    @BeforeAll
    static void generateUndisturbed() {
        expected = Reference.tokenIds(STORIES);
    }

    /** With unaligned checkpoints some requests are in one while they wait for the chain. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void resumesRunningGenerationsAfterAFailure(boolean unaligned) throws Exception {
        FailOnce.reset();
        Configuration restarting = new Configuration();
        restarting.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        StreamExecutionEnvironment environment = ChainJob.environment(1, restarting);
        DataStream<ResultEnvelope> results =
                ChainJob.open(environment, envelopes(), Family.settings(4, 2))
                        .results()
                        .map(new FailOnce())
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class));

        try (Answers answers = Answers.of(results)) {
            JobClient job = environment.executeAsync();
            List<GenerationResult> all = answers.take(STORIES.size());
            job.cancel().get();

            assertThat(FailOnce.HAS_FAILED).isTrue();
            assertAnsweredOnce(all);
            assertThat(all).anyMatch(RecoveryITCase::resumedMidway);
        }
    }

    /** None would complete if barriers waited until the source is no longer held back. */
    @Test
    void resumesFromACheckpointOfAHeadThatHoldsBackItsSource() throws Exception {
        FailOnce.reset();
        List<GenerationRequest> stories =
                IntStream.range(0, 3)
                        .mapToObj(i -> Requests.story(i, i == 0 ? LONG : SHORT))
                        .toList();
        Configuration restarting = new Configuration();
        restarting.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        StreamExecutionEnvironment environment = ChainJob.environment(1, restarting);
        environment.enableCheckpointing(FREQUENT.toMillis());
        DataStream<ResultEnvelope> results =
                ChainJob.open(environment, envelopes(stories), Family.settings(1, 0))
                        .results()
                        .map(new FailOnce())
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class));

        try (Answers answers = Answers.of(results)) {
            JobClient job = environment.executeAsync();
            List<GenerationResult> all = answers.take(stories.size());
            job.cancel().get();

            assertThat(FailOnce.HAS_FAILED).isTrue();
            assertAnsweredOnce(Reference.tokenIds(stories), all);
            assertThat(all.get(0).getRequestId()).isEqualTo("story-0");
            assertThat(all.get(0).getResumedFrom()).isGreaterThan(LONG / 4);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, hashmap", "2, 1, rocksdb"})
    void endsTheSameAfterAStopWithSavepointAndARestoreAtAnotherParallelism(
            int before, int after, String backend) throws Exception {
        Configuration stopped = new Configuration();
        stopped.set(StateBackendOptions.STATE_BACKEND, backend);
        List<GenerationResult> all = new ArrayList<>();
        String savepoint = stopMidway(ChainJob.environment(before, stopped), all);
        int answered = all.size();

        Configuration restored = new Configuration();
        restored.set(StateBackendOptions.STATE_BACKEND, backend);
        restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        restored.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        StreamExecutionEnvironment environment = ChainJob.environment(after, restored);
        DataStream<ResultEnvelope> results =
                ChainJob.open(environment, envelopes(), SETTINGS)
                        .results()
                        .map(result -> result)
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class))
                        .uid("after");
        try (Answers answers = Answers.of(results)) {
            JobClient job = environment.executeAsync();
            all.addAll(answers.take(STORIES.size() - answered));
            job.cancel().get();
        }

        assertThat(answered).isBetween(1, STORIES.size() - 1);
        assertAnsweredOnce(all);
        assertThat(all.subList(answered, all.size())).anyMatch(RecoveryITCase::resumedMidway);
    }

    /** Adds what was answered until then, and returns the savepoint. */
    private String stopMidway(
            StreamExecutionEnvironment environment, List<GenerationResult> answered)
            throws Exception {
        DataStream<ResultEnvelope> results =
                ChainJob.open(environment, envelopes(), SETTINGS)
                        .results()
                        .map(result -> result)
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class))
                        .uid("before");
        try (Answers answers = Answers.of(results)) {
            JobClient job = environment.executeAsync();
            answered.addAll(answers.take(1));
            String savepoint =
                    job.stopWithSavepoint(
                                    false,
                                    savepoints.toUri().toString(),
                                    SavepointFormatType.CANONICAL)
                            .get();
            answered.addAll(answers.takeAll());
            return savepoint;
        }
    }

    private static List<RequestEnvelope> envelopes() {
        return envelopes(STORIES);
    }

    private static List<RequestEnvelope> envelopes(List<GenerationRequest> stories) {
        return IntStream.range(0, stories.size())
                .mapToObj(i -> Requests.at(i, stories.get(i)))
                .toList();
    }

    private static boolean resumedMidway(GenerationResult answer) {
        return answer.getResumedFrom() != null && answer.getResumedFrom() > 0;
    }

    private static void assertAnsweredOnce(List<GenerationResult> answers) {
        assertAnsweredOnce(expected, answers);
    }

    private static void assertAnsweredOnce(
            Map<String, List<Integer>> expected, List<GenerationResult> answers) {
        Map<String, List<Integer>> ids = new HashMap<>();
        for (GenerationResult answer : answers) {
            assertThat(ids.put(answer.getRequestId(), answer.getTokenIds())).isNull();
        }
        assertThat(ids).isEqualTo(expected);
    }
}
