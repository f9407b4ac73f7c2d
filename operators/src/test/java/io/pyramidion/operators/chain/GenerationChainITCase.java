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

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.SpeculationPreference;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(LoadedModels.class)
class GenerationChainITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final int PROMPTS = 12;
    private static final int MAX_TOKENS = 16;
    private static final ChainSettings SETTINGS = Family.settings(8, 8);

    private static final Map<String, SpeculationPreference> SPECULATIONS =
            Map.of(
                    "off", speculation("off", null, null, null),
                    "draft", speculation("exact", List.of("draft"), 2, 4),
                    "qualifier", speculation("exact", List.of("qualifier"), 2, 4),
                    "all", speculation("exact", null, 3, 6));

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void givesTheEnginesTokenIdsWhoeverSpeculates(int parallelism) throws Exception {
        List<GenerationRequest> prompts =
                IntStream.range(0, PROMPTS)
                        .boxed()
                        .flatMap(i -> Stream.of(golden(8 * i, 0), golden(8 * i, 0.8)))
                        .toList();
        Map<String, List<Integer>> engines = Reference.tokenIds(prompts);
        Map<String, List<Integer>> expected = new HashMap<>();
        List<RequestEnvelope> requests = new ArrayList<>();
        for (GenerationRequest prompt : prompts) {
            SPECULATIONS.forEach(
                    (name, preference) -> {
                        String id = prompt.getRequestId() + "-" + name;
                        expected.put(id, engines.get(prompt.getRequestId()));
                        requests.add(
                                Requests.at(requests.size(), speculating(prompt, id, preference)));
                    });
        }

        StreamExecutionEnvironment environment =
                ChainJob.environment(parallelism, new Configuration());
        List<GenerationResult> results =
                answers(environment, ChainJob.bounded(environment, requests, SETTINGS));

        assertThat(results).hasSize(requests.size());
        assertThat(byId(results)).isEqualTo(expected);
        assertThat(results)
                .filteredOn(result -> result.getRequestId().endsWith("-all"))
                .flatExtracting(result -> result.getSpeculation().getStages().keySet())
                .containsOnly("draft_qualifier", "qualifier_target");
    }

    @Test
    void isOneVertexNamedAfterItsStages() {
        StreamExecutionEnvironment environment = ChainJob.environment(1, new Configuration());
        ChainJob.bounded(environment, List.of(Requests.at(0, Requests.story(0, 4))), SETTINGS)
                .results()
                .print();

        assertThat(environment.getStreamGraph().getJobGraph().getVertices())
                .extracting(JobVertex::getName)
                .anyMatch(name -> name.startsWith("head -> draft -> qualify -> verify"));
    }

    @Test
    void failsLoudlyIfTheChainIsBroken() {
        Configuration unchained = new Configuration();
        unchained.set(PipelineOptions.OPERATOR_CHAINING, false);
        StreamExecutionEnvironment environment = ChainJob.environment(1, unchained);
        GenerationStreams streams =
                ChainJob.bounded(
                        environment, List.of(Requests.at(0, Requests.story(0, 4))), SETTINGS);

        assertThatThrownBy(() -> answers(environment, streams))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(ChainRecord.BROKEN);
    }

    @Test
    void refusesBatchModeWhenTheJobIsBuilt() {
        Configuration batch = new Configuration();
        batch.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(batch);

        assertThatThrownBy(
                        () ->
                                ChainJob.bounded(
                                        environment,
                                        List.of(Requests.at(0, Requests.story(0, 4))),
                                        SETTINGS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("execution.runtime-mode is BATCH; allowed: STREAMING");
    }

    @Test
    void refusesBatchModeWhenTheJobRuns() {
        StreamExecutionEnvironment environment = ChainJob.environment(1, new Configuration());
        GenerationStreams streams =
                ChainJob.bounded(
                        environment, List.of(Requests.at(0, Requests.story(0, 4))), SETTINGS);
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);

        assertThatThrownBy(() -> answers(environment, streams))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("execution.runtime-mode is BATCH; allowed: STREAMING");
    }

    private static GenerationRequest golden(int number, double temperature) {
        GenerationRequest request = Requests.blank("golden-" + number + "-" + temperature);
        request.setPrompt(BundledFamily.golden().get(number).rawPrompt());
        request.setMaxTokens(MAX_TOKENS);
        request.setTemperature(temperature);
        request.setSeed((long) number);
        return request;
    }

    private static GenerationRequest speculating(
            GenerationRequest prompt, String id, SpeculationPreference preference) {
        return Requests.with(
                prompt,
                request -> {
                    request.setRequestId(id);
                    request.setSpeculation(preference);
                });
    }

    private static List<GenerationResult> answers(
            StreamExecutionEnvironment environment, GenerationStreams streams) throws Exception {
        try (Answers answers = Answers.of(streams.results())) {
            environment.executeAsync();
            return answers.takeAll();
        }
    }

    private static Map<String, List<Integer>> byId(List<GenerationResult> results) {
        Map<String, List<Integer>> ids = new HashMap<>();
        results.forEach(result -> ids.put(result.getRequestId(), result.getTokenIds()));
        return ids;
    }

    private static SpeculationPreference speculation(
            String mode, List<String> models, Integer draftLength, Integer qualifierLength) {
        return SpeculationPreference.newBuilder()
                .setMode(mode)
                .setModels(models)
                .setDraftLength(draftLength)
                .setQualifierLength(qualifierLength)
                .build();
    }
}
