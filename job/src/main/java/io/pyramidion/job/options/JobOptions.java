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

import org.apache.flink.configuration.ConfigOption;

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** The Flink job as a whole. */
public final class JobOptions {

    public static final ConfigOption<String> NAME =
            key("pyramidion.job.name")
                    .stringType()
                    .defaultValue("pyramidion")
                    .withDescription("The job's name in the dashboard.");

    public static final ConfigOption<Integer> PARALLELISM =
            key("pyramidion.job.parallelism")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Subtasks that decode. Those of one JVM share the models' weights; each"
                                    + " has a KV cache of its own.");

    public static final ConfigOption<Integer> MAX_PARALLELISM =
            key("pyramidion.job.max-parallelism")
                    .intType()
                    .defaultValue(128)
                    .withDescription(
                            "Most subtasks that the job can ever be restored with. Fixed for the"
                                    + " life of its state.");

    public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
            key("pyramidion.job.checkpoint-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            "Time between checkpoints: how much decoding a failure can cost, and"
                                    + " how long a finished result waits to be committed.");

    public static final ConfigOption<String> CHECKPOINT_DIRECTORY =
            key("pyramidion.job.checkpoint-directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Where checkpoints are kept, as a URI. Default: the cluster's"
                                    + " execution.checkpointing.dir; without one, the job manager's"
                                    + " memory.");

    private static final int MOST = 1 << 15;

    private JobOptions() {}

    static List<OptionRule<?>> rules() {
        return List.of(
                OptionRule.text(NAME),
                subtasks(PARALLELISM),
                subtasks(MAX_PARALLELISM),
                OptionRule.limited(
                        CHECKPOINT_INTERVAL,
                        "Duration",
                        interval -> interval.toMillis() >= 10,
                        "a duration of at least 10 ms, for example 1 s"),
                OptionRule.text(CHECKPOINT_DIRECTORY));
    }

    private static OptionRule<Integer> subtasks(ConfigOption<Integer> option) {
        return OptionRule.limited(
                option,
                "Integer",
                subtasks -> subtasks >= 1 && subtasks <= MOST,
                "a whole number, 1 to " + MOST);
    }
}
