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

import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

import java.time.Duration;

/** How the job wants Flink to run it. What the user gives under {@code flink.} wins. */
final class EnvironmentConfiguration {

    /** Short: a first failure is nearly always a lost process, and waiting brings none back. */
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
    private static final Duration CALM = Duration.ofMinutes(10);

    /** A minute at the default interval: storage that is full or away costs no restart so long. */
    private static final int TOLERABLE_FAILED_CHECKPOINTS = 60;

    private EnvironmentConfiguration() {}

    /**
     * Configures an environment.
     *
     * @throws OptionException if the runtime mode is not STREAMING
     */
    static void apply(StreamExecutionEnvironment env, Settings settings) {
        Configuration user = settings.flinkConfiguration();
        requireStreaming(env, user);
        Configuration configuration = standard(settings);
        configuration.addAll(user);
        env.configure(configuration);
        env.getConfig().setGlobalJobParameters(ParameterTool.fromMap(settings.shown()));
    }

    private static Configuration standard(Settings settings) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.NAME, settings.get(JobOptions.NAME));
        configuration.set(
                PipelineOptions.MAX_PARALLELISM, settings.get(JobOptions.MAX_PARALLELISM));
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        // Every type has a serializer of its own; Kryo would hide one that has not.
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        setCheckpointing(configuration, settings);
        setRestarts(configuration);
        return configuration;
    }

    /** Barriers overtake queued requests, and a restored task need not serve them first. */
    private static void setCheckpointing(Configuration configuration, Settings settings) {
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                settings.get(JobOptions.CHECKPOINT_INTERVAL));
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                CheckpointingMode.EXACTLY_ONCE);
        configuration.set(
                CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERABLE_FAILED_CHECKPOINTS);
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        configuration.set(CheckpointingOptions.CHECKPOINTING_DURING_RECOVERY_ENABLED, true);
        configuration.set(CheckpointingOptions.UNALIGNED_RECOVER_OUTPUT_ON_DOWNSTREAM, true);
        settings.find(JobOptions.CHECKPOINT_DIRECTORY)
                .ifPresent(
                        directory ->
                                configuration.set(
                                        CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory));
    }

    private static void setRestarts(Configuration configuration) {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                FIRST_BACKOFF);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                LONGEST_BACKOFF);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                CALM);
    }

    private static void requireStreaming(StreamExecutionEnvironment env, Configuration user) {
        RuntimeExecutionMode mode =
                user.getOptional(ExecutionOptions.RUNTIME_MODE)
                        .orElse(env.getConfiguration().get(ExecutionOptions.RUNTIME_MODE));
        if (mode != RuntimeExecutionMode.STREAMING) {
            throw new OptionException(
                    ExecutionOptions.RUNTIME_MODE.key()
                            + " is "
                            + mode
                            + "; allowed: STREAMING, also for bounded input, since many sessions"
                            + " are served at a time");
        }
    }
}
