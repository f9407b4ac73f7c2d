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
import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** What one subtask of the decoding chain may use. */
public final class EngineOptions {

    public static final ConfigOption<MemorySize> KV_MEMORY =
            key("pyramidion.engine.kv-memory")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(256))
                    .withDescription(
                            "Memory for the KV caches of all models, per subtask. Allocated once,"
                                    + " outside the Java heap.");

    public static final ConfigOption<Integer> MAX_RUNNING =
            key("pyramidion.engine.max-running")
                    .intType()
                    .defaultValue(32)
                    .withDescription(
                            "Most requests that run in one batch, per subtask. Fewer run if"
                                    + " kv-memory has no room for as many.");

    public static final ConfigOption<Integer> MAX_WAITING =
            key("pyramidion.engine.max-waiting")
                    .intType()
                    .defaultValue(32)
                    .withDescription(
                            "Most requests that wait for a place in the batch, per subtask. Beyond"
                                    + " that the source is held back.");

    public static final ConfigOption<Duration> MAX_QUEUE_TIME =
            key("pyramidion.engine.max-queue-time")
                    .durationType()
                    .noDefaultValue()
                    .withDescription(
                            "Longest time from a request's event time to its place in the batch;"
                                    + " beyond it the request ends with finish_reason"
                                    + " deadline_exceeded. A request's slo.max_queue_ms comes"
                                    + " first. Default: no limit.");

    public static final ConfigOption<Duration> AGING =
            key("pyramidion.engine.aging")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "Time of waiting that lifts a request by one SLO class. Who has waited"
                                    + " longer than its class needs to get beyond interactive runs"
                                    + " before all others, so that no class starves.");

    public static final ConfigOption<Duration> DUPLICATE_WINDOW =
            key("pyramidion.engine.duplicate-window")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(2))
                    .withDescription(
                            "How long a request id is remembered, as long as Kafka's producers"
                                    + " retry by default, within its session or, without"
                                    + " one, by itself: a request that comes again is answered"
                                    + " once. 0 s: only while it waits or runs.");

    public static final ConfigOption<Integer> DUPLICATE_COUNT =
            key("pyramidion.engine.duplicate-count")
                    .intType()
                    .defaultValue(128)
                    .withDescription(
                            "Most request ids that a session remembers; the oldest go first.");

    public static final ConfigOption<Integer> CONTEXT =
            key("pyramidion.engine.context")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            "Most tokens of a sequence, prompt and answer together. More than the"
                                    + " models' smallest max_position_embeddings stops the start."
                                    + " Default: just that.");

    public static final ConfigOption<Integer> PREFILL_TOKENS =
            key("pyramidion.engine.prefill-tokens")
                    .intType()
                    .defaultValue(256)
                    .withDescription(
                            "Most prompt tokens fed to a model per round, so that a long prompt"
                                    + " does not stall the requests that run.");

    public static final ConfigOption<Integer> THREADS =
            key("pyramidion.engine.threads")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Threads that one forward pass uses on CPU. All subtasks of a JVM share"
                                    + " this setting; subtasks times threads should not exceed the"
                                    + " cores.");

    public static final ConfigOption<Integer> DEFAULT_MAX_TOKENS =
            key("pyramidion.engine.default-max-tokens")
                    .intType()
                    .defaultValue(256)
                    .withDescription("max_tokens of requests that do not set it.");

    private EngineOptions() {}

    static List<OptionRule<?>> rules() {
        return List.of(
                OptionRule.limited(
                        KV_MEMORY,
                        "MemorySize",
                        size -> size.getBytes() >= 1 << 20,
                        "a size of at least 1 mb, for example 256 mb"),
                OptionRule.atLeast(MAX_RUNNING, 1),
                OptionRule.atLeast(MAX_WAITING, 0),
                positive(MAX_QUEUE_TIME),
                positive(AGING),
                OptionRule.limited(
                        DUPLICATE_WINDOW,
                        "Duration",
                        window -> !window.isNegative(),
                        "a duration of at least 0 s, for example 10 min"),
                OptionRule.atLeast(DUPLICATE_COUNT, 1),
                OptionRule.atLeast(CONTEXT, 2),
                OptionRule.atLeast(PREFILL_TOKENS, 1),
                OptionRule.atLeast(THREADS, 1),
                OptionRule.atLeast(DEFAULT_MAX_TOKENS, 1));
    }

    private static OptionRule<Duration> positive(ConfigOption<Duration> option) {
        return OptionRule.limited(
                option,
                "Duration",
                time -> time.toMillis() >= 1,
                "a duration of at least 1 ms, for example 30 s");
    }
}
