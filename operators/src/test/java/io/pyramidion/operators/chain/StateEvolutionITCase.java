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
import io.pyramidion.operators.settings.SessionOverflow;
import io.pyramidion.operators.settings.SessionSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A savepoint that an older version wrote is served to its end. The one in {@code
 * savepoints/first-schema} was written by {@link #writeSavepoint} when no field had been added to
 * any state yet: a session with one finished turn, two generations that run and three requests that
 * wait.
 */
@ExtendWith(LoadedModels.class)
class StateEvolutionITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final Path RESOURCES =
            Path.of(System.getProperty("pyramidion.root"), "operators", "src", "test", "resources");
    private static final Path SAVEPOINTS = RESOURCES.resolve("savepoints");

    /** With small state, all there is of a savepoint. */
    private static final String METADATA = "_metadata";

    /** Times to live count from when the savepoint was written. */
    private static final ChainSettings SETTINGS =
            Family.with(
                    Family.settings(2, 8),
                    new SessionSettings(Duration.ofDays(100 * 365), 100, SessionOverflow.REFUSE));

    private static final int STORIES = 5;
    private static final int LENGTH = 200;

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void goesOnFromTheStateOfTheFirstSchema(String backend) throws Exception {
        Configuration restored = new Configuration();
        restored.set(StateBackendOptions.STATE_BACKEND, backend);
        restored.set(
                StateRecoveryOptions.SAVEPOINT_PATH,
                SAVEPOINTS.resolve("first-schema").toUri().toString());
        restored.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        StreamExecutionEnvironment environment = ChainJob.environment(2, restored);
        List<RequestEnvelope> more =
                List.of(
                        Requests.at(100, Requests.turn("s", "two", "And of a hen.")),
                        Requests.at(101, Requests.turn("t", "alone", "And of a hen.")),
                        Requests.at(102, Requests.cancel(Requests.story(3, LENGTH))),
                        Requests.at(103, Requests.cancel(Requests.story(4, LENGTH))));
        DataStream<ResultEnvelope> results =
                ChainJob.openWithMore(environment, envelopes(), more, SETTINGS)
                        .results()
                        .map(result -> result)
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class))
                        .uid("after");

        Map<String, GenerationResult> answers;
        try (Answers collected = Answers.of(results)) {
            JobClient job = environment.executeAsync();
            answers =
                    collected.take(STORIES + 2).stream()
                            .collect(
                                    Collectors.toMap(
                                            GenerationResult::getRequestId, Function.identity()));
            job.cancel().get();
        }

        assertThat(answers.keySet())
                .containsExactlyInAnyOrder(
                        "two", "alone", "story-0", "story-1", "story-2", "story-3", "story-4");
        // Who waits must be known to be cancelled.
        assertThat(answers.get("story-3").getFinishReason()).isEqualTo("cancelled");
        assertThat(answers.get("story-4").getFinishReason()).isEqualTo("cancelled");
        assertThat(answers.get("story-2").getTokenIds()).hasSize(LENGTH);
        assertThat(answers.values())
                .allSatisfy(answer -> assertThat(answer.getError()).isNull())
                .filteredOn(answer -> answer.getResumedFrom() != null)
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.getResumedFrom()).isPositive())
                .allSatisfy(answer -> assertThat(answer.getTokenIds()).hasSize(LENGTH));
        assertThat(promptTokens(answers.get("two")))
                .isGreaterThan(promptTokens(answers.get("alone")));
    }

    @Test
    @EnabledIfSystemProperty(named = "pyramidion.write-savepoint", matches = ".+")
    void writeSavepoint(@TempDir Path folder) throws Exception {
        Configuration oneFile = new Configuration();
        oneFile.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        StreamExecutionEnvironment environment = ChainJob.environment(1, oneFile);
        DataStream<ResultEnvelope> results =
                ChainJob.open(environment, envelopes(), SETTINGS)
                        .results()
                        .map(result -> result)
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class))
                        .uid("before");
        try (Answers answers = Answers.of(results)) {
            JobClient job = environment.executeAsync();
            assertThat(answers.take(1).get(0).getRequestId()).isEqualTo("one");
            String savepoint =
                    job.stopWithSavepoint(
                                    false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                            .get();
            assertThat(answers.takeAll()).isEmpty();
            Path target = SAVEPOINTS.resolve(System.getProperty("pyramidion.write-savepoint"));
            Files.createDirectories(target);
            Files.copy(Path.of(URI.create(savepoint)).resolve(METADATA), target.resolve(METADATA));
        }
    }

    private static int promptTokens(GenerationResult answer) {
        return answer.getUsage().getPromptTokens();
    }

    private static List<RequestEnvelope> envelopes() {
        List<RequestEnvelope> envelopes = new ArrayList<>();
        GenerationRequest turn = Requests.turn("s", "one", "Tell me of a fox.");
        turn.setMaxTokens(4);
        envelopes.add(Requests.at(0, turn));
        IntStream.range(0, STORIES)
                .forEach(i -> envelopes.add(Requests.at(1 + i, Requests.story(i, LENGTH))));
        return envelopes;
    }
}
