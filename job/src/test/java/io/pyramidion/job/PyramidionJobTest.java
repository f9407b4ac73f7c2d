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
package io.pyramidion.job;

import io.pyramidion.job.files.InputFile;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.options.FileFormat;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PyramidionJobTest {

    private static final List<String> LEAST =
            List.of("--kafka.bootstrap-servers=127.0.0.1:9", "--model.target=models/target");

    private static final Inputs ONE_FILE =
            new Inputs(
                    FileFormat.JSONL,
                    "",
                    List.of(new InputFile("file:/in.jsonl", "in.jsonl", 3, 0, 1)),
                    Map.of(),
                    List.of());

    @Test
    void chainsHeadDraftQualifyAndVerifyInOneVertexAndNamesTheOthers() {
        JobGraph graph = graph("--job.parallelism=2").getJobGraph();

        assertThat(StreamSupport.stream(graph.getVertices().spliterator(), false))
                .extracting(JobVertex::getName)
                .anySatisfy(name -> assertThat(name).contains("head -> draft -> qualify -> verify"))
                .anySatisfy(name -> assertThat(name).contains("requests", "decode", "probe"))
                .contains("controller")
                .anySatisfy(name -> assertThat(name).contains("results"))
                .anySatisfy(name -> assertThat(name).contains("deltas"))
                .anySatisfy(name -> assertThat(name).contains("dead letters"));
        assertThat(StreamSupport.stream(graph.getVertices().spliterator(), false))
                .allSatisfy(
                        vertex ->
                                assertThat(vertex.getParallelism())
                                        .isEqualTo(vertex.getName().equals("controller") ? 1 : 2));
    }

    @Test
    void readsAndWritesFilesInPlaceOfKafka() {
        StreamExecutionEnvironment env = environment(new Configuration());
        Settings settings =
                SettingsLoader.load(
                        "--job.source=files",
                        "--job.sink=files",
                        "--files.input=in.jsonl",
                        "--files.output=out.jsonl",
                        "--files.keep-order=true",
                        "--job.parallelism=2",
                        "--flink.pipeline.auto-generate-uids=false",
                        "--model.target=models/target");
        PyramidionJob.build(env, settings, ONE_FILE);

        JobGraph graph = env.getStreamGraph().getJobGraph();
        assertThat(StreamSupport.stream(graph.getVertices().spliterator(), false))
                .extracting(JobVertex::getName)
                .anySatisfy(name -> assertThat(name).contains("rows", "decode", "probe"))
                .anySatisfy(name -> assertThat(name).contains("keep order", "answers"))
                .noneSatisfy(name -> assertThat(name).contains("deltas"))
                .noneSatisfy(name -> assertThat(name).contains("dead letters"));
    }

    @Test
    void turnsOfASessionStayInOrderUpToTheirKey() {
        StreamGraph graph =
                graph(
                        "--job.source=files",
                        "--job.sink=files",
                        "--files.input=in.jsonl",
                        "--files.output=out.jsonl",
                        "--files.keep-order=true",
                        "--job.parallelism=2");

        assertThat(StreamSupport.stream(graph.getJobGraph().getVertices().spliterator(), false))
                .filteredOn(vertex -> vertex.getName().matches(".*(rows|decode|probe).*"))
                .singleElement()
                .satisfies(vertex -> assertThat(vertex.getParallelism()).isOne());
    }

    @Test
    void refusesAnOrderThatHasNoEffect() {
        Settings settings =
                settings("--job.source=files", "--files.input=in.jsonl", "--files.keep-order=true");

        assertThatThrownBy(() -> JobStart.check(settings, false))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "pyramidion.files.keep-order is true; allowed: true only with"
                                + " pyramidion.job.source and pyramidion.job.sink: files");
    }

    @Test
    void filesAndKafkaMix() {
        assertThat(names(graph("--job.sink=files", "--files.output=out.jsonl")))
                .contains("requests", "deltas", "dead letters", "answers")
                .doesNotContain("results");
        assertThat(names(graph("--job.source=files", "--files.input=in.jsonl")))
                .contains("rows", "deltas", "dead letters", "results");
    }

    private static String names(StreamGraph graph) {
        return StreamSupport.stream(graph.getJobGraph().getVertices().spliterator(), false)
                .map(JobVertex::getName)
                .collect(Collectors.joining("; "));
    }

    @Test
    void everyOperatorHasAUid() {
        // Flink refuses the graph if one has none.
        StreamGraph graph = graph("--flink.pipeline.auto-generate-uids=false");

        assertThat(graph.getJobGraph().getNumberOfVertices()).isPositive();
    }

    @Test
    void showsTheOptionsAsJobParametersAndTakesFlinkOptions() {
        StreamExecutionEnvironment env = environment(new Configuration());

        PyramidionJob.build(env, settings("--flink.execution.checkpointing.timeout=42 s"));

        assertThat(env.getConfig().getGlobalJobParameters().toMap())
                .containsEntry("pyramidion.model.name", "target")
                .containsEntry("pyramidion.engine.max-running", "32")
                .containsEntry("flink.execution.checkpointing.timeout", "42 s");
        assertThat(env.getCheckpointConfig().getCheckpointTimeout()).isEqualTo(42_000);
        assertThat(env.getCheckpointInterval()).isEqualTo(1000);
        assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isTrue();
        assertThat(env.getConfiguration().get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BATCH", "AUTOMATIC"})
    void refusesRuntimeModesOtherThanStreaming(String mode) {
        String message =
                "execution.runtime-mode is "
                        + mode
                        + "; allowed: STREAMING, since many sessions are served at a time, from"
                        + " bounded input too";
        Configuration clusters = new Configuration();
        clusters.setString("execution.runtime-mode", mode);

        assertThatThrownBy(() -> graph("--flink.execution.runtime-mode=" + mode))
                .isInstanceOf(OptionException.class)
                .hasMessage("flink." + message);
        assertThatThrownBy(() -> PyramidionJob.build(environment(clusters), settings()))
                .isInstanceOf(OptionException.class)
                .hasMessage(message);
    }

    @Test
    void keepsItsCheckpointsWhereTheOptionSaysWhateverTheClusterDoes() {
        Configuration clusters = new Configuration();
        clusters.setString("execution.checkpointing.storage", "jobmanager");
        clusters.setString("execution.checkpointing.dir", "file:///clusters");
        clusters.setString("execution.checkpointing.mode", "AT_LEAST_ONCE");
        clusters.setString("pipeline.operator-chaining.enabled", "false");
        StreamExecutionEnvironment env = environment(clusters);

        PyramidionJob.build(env, settings("--job.checkpoint-directory=file:///jobs"));

        assertThat(env.getConfiguration().get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
                .isEqualTo("file:///jobs");
        assertThat(env.getConfiguration().get(CheckpointingOptions.CHECKPOINT_STORAGE))
                .isEqualTo("filesystem");
        assertThat(env.getCheckpointConfig().getCheckpointingConsistencyMode())
                .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
        assertThat(env.isChainingEnabled()).isTrue();
    }

    @Test
    void takesAUsersRestartStrategyInWhateverSpelling() {
        StreamExecutionEnvironment env = environment(new Configuration());

        PyramidionJob.build(env, settings("--flink.restart-strategy=none"));

        assertThat(env.getConfiguration().get(RestartStrategyOptions.RESTART_STRATEGY))
                .isEqualTo("none");
    }

    @Test
    void aRefusalOfTheMainClassIsOneLine() {
        assertThatThrownBy(() -> PyramidionMain.main(new String[] {"--job.nam=x"}))
                .hasMessage(
                        "Unknown option pyramidion.job.nam (value x); did you mean"
                                + " pyramidion.job.name?")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    private static StreamGraph graph(String... options) {
        StreamExecutionEnvironment env = environment(new Configuration());
        PyramidionJob.build(env, settings(options), ONE_FILE);
        return env.getStreamGraph();
    }

    private static StreamExecutionEnvironment environment(Configuration configuration) {
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    private static Settings settings(String... options) {
        return SettingsLoader.load(
                Stream.concat(LEAST.stream(), Stream.of(options)).toArray(String[]::new));
    }
}
