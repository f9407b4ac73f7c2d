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
package io.pyramidion.sql.table;

import io.pyramidion.job.ModelsHere;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What the chain needs of a session: what would break a promise is refused, and what a session says
 * nothing about is set as the job sets it.
 */
final class SessionChecks {

    private SessionChecks() {}

    /**
     * Checks what the session sets.
     *
     * @throws OptionException naming the first setting that cannot be
     */
    static void check(ReadableConfig session) {
        require(
                session,
                ExecutionOptions.RUNTIME_MODE,
                RuntimeExecutionMode.STREAMING,
                "many sessions are served at a time, from bounded input too");
        require(
                session,
                PipelineOptions.OPERATOR_CHAINING,
                true,
                "the stages of the chain pass on records by reference");
        require(
                session,
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                CheckpointingMode.EXACTLY_ONCE,
                "results are committed exactly once");
        require(
                session,
                CheckpointingOptions.ENABLE_UNALIGNED,
                true,
                "barriers overtake requests that queue, and rounds after the last request");
        require(
                session,
                CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH,
                true,
                "the last results of bounded input are committed with the last checkpoint");
    }

    /**
     * Checks the models of statements that run in this process. A statement that fails there ends
     * its cluster, and the client then tells of that alone.
     *
     * @throws OptionException naming the first option whose directory holds no model
     */
    static void checkModels(ReadableConfig session, Settings settings) {
        if ("local".equals(session.get(DeploymentOptions.TARGET))) {
            ModelsHere.check(settings);
        }
    }

    private static <T> void require(
            ReadableConfig session, ConfigOption<T> option, T value, String why) {
        T given = session.getOptional(option).orElse(value);
        if (!given.equals(value)) {
            throw new OptionException(
                    "%s is %s; allowed: %s, since %s".formatted(option.key(), given, value, why));
        }
    }

    /** Sets up a job. Results appear with checkpoints, so that there must be some. */
    static void apply(ReadableConfig session, StreamExecutionEnvironment env) {
        Configuration standing = new Configuration();
        standing.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                session.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                        .orElse(JobOptions.CHECKPOINT_INTERVAL.defaultValue()));
        standing.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        session.getOptional(CheckpointingOptions.CHECKPOINTING_TIMEOUT)
                .ifPresent(time -> standing.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, time));
        // A planner's environment hands on what is set here, but not what configure() sets.
        env.getCheckpointConfig().configure(standing);
    }
}
