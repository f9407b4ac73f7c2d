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
import io.pyramidion.operators.settings.Limit;

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** The Flink job as a whole. */
public final class JobOptions {

    private static final int MAX_SUBTASKS = 1 << 15;

    public static final BoundedOption<String> NAME =
            BoundedOption.of(
                    key("pyramidion.job.name")
                            .stringType()
                            .defaultValue("pyramidion")
                            .withDescription("The job's name in the dashboard."),
                    Limit.text());

    public static final BoundedOption<Endpoint> SOURCE =
            BoundedOption.of(
                    key("pyramidion.job.source")
                            .enumType(Endpoint.class)
                            .defaultValue(Endpoint.KAFKA)
                            .withDescription(
                                    "Where requests come from. With files, the job ends with"
                                            + " their last row."),
                    Limit.anyOf(Endpoint.class));

    public static final BoundedOption<Endpoint> SINK =
            BoundedOption.of(
                    key("pyramidion.job.sink")
                            .enumType(Endpoint.class)
                            .defaultValue(Endpoint.KAFKA)
                            .withDescription(
                                    "Where results go. Token deltas and dead letters go to Kafka,"
                                            + " as long as source or sink is Kafka."),
                    Limit.anyOf(Endpoint.class));

    public static final BoundedOption<Integer> PARALLELISM =
            BoundedOption.of(
                    key("pyramidion.job.parallelism")
                            .intType()
                            .defaultValue(1)
                            .withDescription(
                                    "Number of subtasks that decode. Subtasks of one JVM share"
                                            + " the models' weights; each has a KV cache of"
                                            + " its own."),
                    Limit.between(1, MAX_SUBTASKS));

    public static final BoundedOption<Integer> MAX_PARALLELISM =
            BoundedOption.of(
                    key("pyramidion.job.max-parallelism")
                            .intType()
                            .defaultValue(128)
                            .withDescription(
                                    "Maximum number of subtasks that the job can ever be"
                                            + " restored with. It cannot be changed without"
                                            + " giving up the job's state."),
                    Limit.between(1, MAX_SUBTASKS));

    public static final BoundedOption<Duration> CHECKPOINT_INTERVAL =
            BoundedOption.of(
                    key("pyramidion.job.checkpoint-interval")
                            .durationType()
                            .defaultValue(Duration.ofSeconds(1))
                            .withDescription(
                                    "Time between checkpoints. It bounds how much decoding a"
                                            + " failure can cost, and how long a finished"
                                            + " result waits to be committed."),
                    Limit.atLeast(Duration.ofMillis(10), Duration.ofSeconds(1)));

    public static final BoundedOption<String> CHECKPOINT_DIRECTORY =
            BoundedOption.of(
                    key("pyramidion.job.checkpoint-directory")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "URI of the directory where checkpoints are kept. Default:"
                                            + " the cluster's execution.checkpointing.dir or,"
                                            + " if that is not set, the job manager's memory."),
                    Limit.text());

    private JobOptions() {}

    /** All of them, in the order of the documentation. */
    static List<BoundedOption<?>> all() {
        return List.of(
                NAME,
                SOURCE,
                SINK,
                PARALLELISM,
                MAX_PARALLELISM,
                CHECKPOINT_INTERVAL,
                CHECKPOINT_DIRECTORY);
    }
}
