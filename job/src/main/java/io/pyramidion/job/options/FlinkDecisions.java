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
package io.pyramidion.job.options;

import io.pyramidion.operators.settings.BoundedOption;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;

import java.time.Duration;
import java.util.List;

/**
 * What the job decides about Flink's own options: all that it sets itself and all that would break
 * a promise. A user's {@code flink.} key of these neither wins nor loses in silence: it is refused,
 * or it stands and a warning names it. Keys that are not here are the user's.
 */
final class FlinkDecisions {

    /** Short: a first failure is nearly always a lost process, and waiting brings none back. */
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
    private static final Duration CALM = Duration.ofMinutes(10);

    /** A minute at the default interval: storage that is full or away costs no restart so long. */
    private static final int TOLERABLE_FAILED_CHECKPOINTS = 60;

    private static final String BY_REFERENCE =
            "the stages of the chain pass on records by reference";
    private static final String OVERTAKEN = "barriers overtake requests that queue";
    private static final String NO_SERVING =
            "a restored task need not serve queued requests before its first checkpoint";

    static final List<FlinkDecision> ALL =
            List.of(
                    new FlinkDecision.Replaced<>(PipelineOptions.NAME, JobOptions.NAME),
                    new FlinkDecision.Replaced<>(
                            CoreOptions.DEFAULT_PARALLELISM, JobOptions.PARALLELISM),
                    new FlinkDecision.Replaced<>(
                            PipelineOptions.MAX_PARALLELISM, JobOptions.MAX_PARALLELISM),
                    new FlinkDecision.Replaced<>(
                            CheckpointingOptions.CHECKPOINTING_INTERVAL,
                            JobOptions.CHECKPOINT_INTERVAL),
                    new FlinkDecision.Replaced<>(
                            CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                            JobOptions.CHECKPOINT_DIRECTORY),
                    new FlinkDecision.Reserved(
                            CheckpointingOptions.CHECKPOINT_STORAGE,
                            setInstead(JobOptions.CHECKPOINT_DIRECTORY)),
                    new FlinkDecision.Reserved(
                            CheckpointingOptions.CHECKPOINTING_INTERVAL_DURING_BACKLOG,
                            setInstead(JobOptions.CHECKPOINT_INTERVAL)),
                    new FlinkDecision.Reserved(
                            PipelineOptions.PARALLELISM_OVERRIDES,
                            setInstead(JobOptions.PARALLELISM)),
                    new FlinkDecision.Reserved(
                            PipelineOptions.GLOBAL_JOB_PARAMETERS,
                            "the job shows its options there"),
                    // A transaction stays open from one checkpoint to the next.
                    new FlinkDecision.Shorter(
                            CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
                            KafkaOptions.TRANSACTION_TIMEOUT),
                    new FlinkDecision.Fixed<>(
                            ExecutionOptions.RUNTIME_MODE,
                            RuntimeExecutionMode.STREAMING,
                            "many sessions are served at a time, from bounded input too"),
                    new FlinkDecision.Fixed<>(
                            CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                            CheckpointingMode.EXACTLY_ONCE,
                            "results are committed exactly once"),
                    new FlinkDecision.Fixed<>(
                            CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH,
                            true,
                            "the last results of bounded input are committed with the last"
                                    + " checkpoint"),
                    new FlinkDecision.Fixed<>(
                            CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, 1, OVERTAKEN),
                    new FlinkDecision.Fixed<>(
                            CheckpointingOptions.ENABLE_UNALIGNED, true, OVERTAKEN),
                    new FlinkDecision.Fixed<>(
                            CheckpointingOptions.CHECKPOINTING_DURING_RECOVERY_ENABLED,
                            true,
                            NO_SERVING),
                    new FlinkDecision.Fixed<>(
                            CheckpointingOptions.UNALIGNED_RECOVER_OUTPUT_ON_DOWNSTREAM,
                            true,
                            NO_SERVING),
                    new FlinkDecision.Fixed<>(
                            StateRecoveryOptions.APPROXIMATE_LOCAL_RECOVERY,
                            false,
                            "a task that restarts alone loses requests"),
                    new FlinkDecision.Fixed<>(
                            PipelineOptions.OPERATOR_CHAINING, true, BY_REFERENCE),
                    new FlinkDecision.Fixed<>(PipelineOptions.OBJECT_REUSE, true, BY_REFERENCE),
                    new FlinkDecision.Fixed<>(
                            PipelineOptions.GENERIC_TYPES,
                            false,
                            "every type has its own serializer, and Kryo would hide a missing"
                                    + " one"),
                    new FlinkDecision.Preset<>(
                            CheckpointingOptions.TOLERABLE_FAILURE_NUMBER,
                            TOLERABLE_FAILED_CHECKPOINTS),
                    new FlinkDecision.Preset<>(
                            RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay"),
                    new FlinkDecision.Preset<>(
                            RestartStrategyOptions
                                    .RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                            FIRST_BACKOFF),
                    new FlinkDecision.Preset<>(
                            RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                            MAX_BACKOFF),
                    new FlinkDecision.Preset<>(
                            RestartStrategyOptions
                                    .RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                            CALM),
                    new FlinkDecision.Risky<>(
                            StateRecoveryOptions.CHECKPOINT_ID_OF_IGNORED_IN_FLIGHT_DATA,
                            "requests between the tasks at that checkpoint are lost"),
                    new FlinkDecision.Risky<>(
                            StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE,
                            "requests and transactions in state that no operator claims are"
                                    + " lost"));

    private FlinkDecisions() {}

    /**
     * Checks what a user gave for Flink.
     *
     * @throws OptionException naming the first key that the job decides otherwise
     */
    static void check(Configuration user, Configuration options) {
        ALL.forEach(decision -> decision.check(user, options));
    }

    /** What stands of all decisions. */
    static Configuration standing(Configuration user, Configuration options) {
        Configuration standing = new Configuration();
        ALL.forEach(decision -> decision.apply(options, user, standing));
        if (JobOptions.CHECKPOINT_DIRECTORY.isGiven(options)) {
            // A cluster that keeps checkpoints in memory would leave the directory empty.
            standing.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        }
        return standing;
    }

    private static String setInstead(BoundedOption<?> option) {
        return "set " + option.key();
    }
}
