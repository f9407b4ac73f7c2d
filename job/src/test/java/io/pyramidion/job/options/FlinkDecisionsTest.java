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

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlinkDecisionsTest {

    @Test
    void whatTheJobDoesNotDecideIsTheUsers() {
        Settings settings =
                load("--flink.execution.checkpointing.timeout=42 s", "--flink.rest.port=1");

        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.standingFlinkConfiguration().toMap())
                .containsEntry("execution.checkpointing.timeout", "42 s")
                .containsEntry("rest.port", "1");
    }

    @Test
    void everyKeyThatTheJobSetsIsDecidedAndDocumented() {
        Settings settings = load("--job.checkpoint-directory=file:///jobs");

        assertThat(FlinkDecisions.ALL)
                .extracting(decision -> decision.flink().key())
                .doesNotHaveDuplicates()
                .containsAll(settings.standingFlinkConfiguration().keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    execution.checkpointing.mode=AT_LEAST_ONCE | EXACTLY_ONCE, since results are committed exactly once
                    execution.checkpointing.mode=sometimes | EXACTLY_ONCE, since results are committed exactly once
                    execution.checkpointing.interval=0 s | no value here; set pyramidion.job.checkpoint-interval
                    execution.checkpointing.interval-during-backlog=0 s | no value here; set pyramidion.job.checkpoint-interval
                    execution.checkpointing.checkpoints-after-tasks-finish=false | true, since the last results of bounded input are committed with the last checkpoint
                    execution.checkpointing.checkpoints-after-tasks-finish.enabled=false | true, since the last results of bounded input are committed with the last checkpoint
                    execution.checkpointing.max-concurrent-checkpoints=2 | 1, since barriers overtake requests that queue
                    execution.checkpointing.unaligned.enabled=false | true, since barriers overtake requests that queue
                    execution.checkpointing.unaligned=false | true, since barriers overtake requests that queue
                    execution.checkpointing.dir=file:///x | no value here; set pyramidion.job.checkpoint-directory
                    state.checkpoints.dir=file:///x | no value here; set pyramidion.job.checkpoint-directory
                    execution.checkpointing.storage=jobmanager | no value here; set pyramidion.job.checkpoint-directory
                    execution.checkpointing.min-pause=10 min | less than pyramidion.kafka.transaction-timeout, which is 10 min
                    execution.checkpointing.min-pause=long | a value that Flink can read
                    execution.runtime-mode=BATCH | STREAMING, since many sessions are served at a time, from bounded input too
                    execution.state-recovery.approximate-local-recovery=true | false, since a task that restarts alone loses requests
                    pipeline.operator-chaining.enabled=false | true, since the stages of the chain pass on records by reference
                    pipeline.operator-chaining=false | true, since the stages of the chain pass on records by reference
                    pipeline.object-reuse=false | true, since the stages of the chain pass on records by reference
                    pipeline.generic-types=true | false, since every type has its own serializer, and Kryo would hide a missing one
                    pipeline.name=x | no value here; set pyramidion.job.name
                    pipeline.max-parallelism=1 | no value here; set pyramidion.job.max-parallelism
                    pipeline.jobvertex-parallelism-overrides=a:1 | no value here; set pyramidion.job.parallelism
                    pipeline.global-job-parameters=a:1 | no value here; the job shows its options there
                    restart-strategy.exponential-delay.max-backoff=long | a value that Flink can read
                    """)
    void refusesWithKeyValueAndWhatIsAllowed(String given, String allowed) {
        assertThatThrownBy(() -> load("--flink." + given))
                .isInstanceOf(OptionException.class)
                .hasMessage("flink.%s; allowed: %s", given.replaceFirst("=", " is "), allowed);
    }

    @Test
    void takesWhatTheJobWouldSetAnyway() {
        Settings settings =
                load(
                        "--flink.execution.checkpointing.mode=exactly_once",
                        "--flink.execution.checkpointing.unaligned=true",
                        "--flink.execution.checkpointing.tolerable-failed-checkpoints=60");

        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void whatStandsAgainstTheJobsAdviceIsNamed() {
        Settings settings =
                load(
                        "--flink.execution.checkpointing.tolerable-failed-checkpoints=3",
                        "--flink.restart-strategy=none",
                        "--flink.execution.state-recovery.ignore-unclaimed-state=true");

        assertThat(settings.warnings())
                .containsExactly(
                        "flink.execution.checkpointing.tolerable-failed-checkpoints is 3, where the"
                                + " job itself would set 60",
                        "flink.restart-strategy is none, where the job itself would set"
                                + " exponential-delay",
                        "flink.execution.state-recovery.ignore-unclaimed-state is true: requests and"
                                + " transactions in state that no operator claims are lost");
        Configuration standing = settings.standingFlinkConfiguration();
        assertThat(standing.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER)).isEqualTo(3);
        assertThat(standing.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("none");
    }

    private static Settings load(String... more) {
        Stream<String> required =
                Stream.of("--kafka.bootstrap-servers=localhost:9092", "--model.target=m");
        return SettingsLoader.load(Stream.concat(required, Stream.of(more)).toArray(String[]::new));
    }
}
