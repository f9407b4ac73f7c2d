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
package io.pyramidion.operators.settings;

import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** What one subtask of the decoding chain may use. */
public final class EngineOptions {

    public static final BoundedOption<MemorySize> KV_MEMORY =
            BoundedOption.of(
                    key("pyramidion.engine.kv-memory")
                            .memoryType()
                            .defaultValue(MemorySize.ofMebiBytes(256))
                            .withDescription(
                                    "Memory for the KV caches of all models, per subtask. It is"
                                            + " allocated once, outside the Java heap."),
                    Limit.atLeast(MemorySize.ofMebiBytes(1), MemorySize.ofMebiBytes(256)));

    public static final BoundedOption<Integer> MAX_RUNNING =
            BoundedOption.of(
                    key("pyramidion.engine.max-running")
                            .intType()
                            .defaultValue(32)
                            .withDescription(
                                    "Maximum number of requests that run in one batch, per"
                                            + " subtask. Fewer run if kv-memory has no room"
                                            + " for so many."),
                    Limit.atLeast(1));

    public static final BoundedOption<Integer> MAX_WAITING =
            BoundedOption.of(
                    key("pyramidion.engine.max-waiting")
                            .intType()
                            .defaultValue(32)
                            .withDescription(
                                    "Maximum number of requests that wait for a place in the"
                                            + " batch, per subtask. When more wait, the"
                                            + " source is held back."),
                    Limit.atLeast(0));

    public static final BoundedOption<Duration> MAX_QUEUE_TIME =
            BoundedOption.of(
                    key("pyramidion.engine.max-queue-time")
                            .durationType()
                            .noDefaultValue()
                            .withDescription(
                                    "Longest time from a request's event time to its place in"
                                            + " the batch. A request that waits longer ends"
                                            + " with finish_reason deadline_exceeded. A"
                                            + " request's own slo.max_queue_ms takes"
                                            + " precedence. Default: no limit."),
                    Limit.atLeast(Duration.ofMillis(1), Duration.ofSeconds(30)));

    public static final BoundedOption<Duration> AGING =
            BoundedOption.of(
                    key("pyramidion.engine.aging")
                            .durationType()
                            .defaultValue(Duration.ofSeconds(30))
                            .withDescription(
                                    "Waiting for this long lifts a request by one SLO class. A"
                                            + " request that has been lifted beyond"
                                            + " interactive runs before all others, so that"
                                            + " no class starves."),
                    Limit.atLeast(Duration.ofMillis(1), Duration.ofSeconds(30)));

    public static final BoundedOption<Duration> DUPLICATE_WINDOW =
            BoundedOption.of(
                    key("pyramidion.engine.duplicate-window")
                            .durationType()
                            .defaultValue(Duration.ofMinutes(2))
                            .withDescription(
                                    "How long a request id is remembered, within its session"
                                            + " or, without one, on its own: a request that"
                                            + " arrives again in this time is answered only"
                                            + " once. The default is how long Kafka's"
                                            + " producers retry by default. With 0 s an id is"
                                            + " remembered only while its request waits or"
                                            + " runs."),
                    Limit.atLeast(Duration.ZERO, Duration.ofMinutes(10)));

    public static final BoundedOption<Integer> DUPLICATE_COUNT =
            BoundedOption.of(
                    key("pyramidion.engine.duplicate-count")
                            .intType()
                            .defaultValue(128)
                            .withDescription(
                                    "Maximum number of request ids that a session remembers."
                                            + " The oldest are forgotten first."),
                    Limit.atLeast(1));

    public static final BoundedOption<Integer> CONTEXT =
            BoundedOption.of(
                    key("pyramidion.engine.context")
                            .intType()
                            .noDefaultValue()
                            .withDescription(
                                    "Maximum number of tokens of a sequence, prompt and answer"
                                            + " together. The job does not start if it is"
                                            + " larger than the smallest"
                                            + " max_position_embeddings of the models, which"
                                            + " is also the default."),
                    Limit.atLeast(2));

    public static final BoundedOption<Integer> PREFILL_TOKENS =
            BoundedOption.of(
                    key("pyramidion.engine.prefill-tokens")
                            .intType()
                            .defaultValue(256)
                            .withDescription(
                                    "Maximum number of prompt tokens that a model reads per"
                                            + " round, so that a long prompt does not stall"
                                            + " the requests that run."),
                    Limit.atLeast(1));

    public static final BoundedOption<Integer> THREADS =
            BoundedOption.of(
                    key("pyramidion.engine.threads")
                            .intType()
                            .defaultValue(1)
                            .withDescription(
                                    "Number of threads that one forward pass uses on CPU. All"
                                            + " subtasks of a JVM share this setting;"
                                            + " subtasks times threads should not exceed the"
                                            + " number of cores."),
                    Limit.atLeast(1));

    public static final BoundedOption<Integer> DEFAULT_MAX_TOKENS =
            BoundedOption.of(
                    key("pyramidion.engine.default-max-tokens")
                            .intType()
                            .noDefaultValue()
                            .withDescription(
                                    "Value of max_tokens for requests that do not set it. Without"
                                            + " this option: max_new_tokens of the model's"
                                            + " generation_config.json, else 256."),
                    Limit.atLeast(1));

    private EngineOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<BoundedOption<?>> all() {
        return List.of(
                KV_MEMORY,
                MAX_RUNNING,
                MAX_WAITING,
                MAX_QUEUE_TIME,
                AGING,
                DUPLICATE_WINDOW,
                DUPLICATE_COUNT,
                CONTEXT,
                PREFILL_TOKENS,
                THREADS,
                DEFAULT_MAX_TOKENS);
    }
}
