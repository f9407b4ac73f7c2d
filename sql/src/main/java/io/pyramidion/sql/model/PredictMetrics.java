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
package io.pyramidion.sql.model;

import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.operators.metrics.MetricNames;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one subtask of {@code ML_PREDICT}, by the names that {@link MetricNames} has:
 * {@code <operator>.pyramidion.<name>}. Those of the batch are the engine's, which the subtasks of
 * a JVM share. Safe to use by the task's and the engine's thread.
 */
final class PredictMetrics {

    private static final List<String> REASONS =
            List.of(
                    FinishReason.STOP.wireName(),
                    FinishReason.LENGTH.wireName(),
                    FinishReason.DEADLINE_EXCEEDED.wireName(),
                    "error");

    private final Counter promptTokens;
    private final Counter generationTokens;
    private final Map<String, Counter> finished = new HashMap<>();

    PredictMetrics(MetricGroup operator, EnginePool.Lease engine) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP);
        promptTokens = group.counter(MetricNames.PROMPT_TOKENS, new ThreadSafeSimpleCounter());
        generationTokens =
                group.counter(MetricNames.GENERATION_TOKENS, new ThreadSafeSimpleCounter());
        group.meter(MetricNames.GENERATION_TOKENS_PER_SECOND, new MeterView(generationTokens));
        for (String reason : REASONS) {
            finished.put(
                    reason,
                    group.addGroup(MetricNames.REASON, reason)
                            .counter(MetricNames.REQUESTS_FINISHED, new ThreadSafeSimpleCounter()));
        }
        gauge(group, MetricNames.NUM_REQUESTS_RUNNING, engine::running);
        gauge(group, MetricNames.NUM_REQUESTS_WAITING, engine::waiting);
        gauge(group, MetricNames.KV_SLOTS_TOTAL, () -> engine.plan().slots());
        gauge(group, MetricNames.MEAN_BATCH_SIZE, engine::meanBatchSize);
        gauge(
                group.addGroup(MetricNames.ENGINE),
                MetricNames.BIT_EXACT,
                () -> engine.pyramid().bitExact() ? 1 : 0);
    }

    private static void gauge(MetricGroup group, String name, Gauge<Number> gauge) {
        group.gauge(name, gauge);
    }

    void admitted(Sequence sequence) {
        promptTokens.inc(sequence.promptLength());
    }

    void finished(Sequence sequence) {
        generationTokens.inc(sequence.generatedCount());
        finished.get(sequence.finishReason().orElseThrow().wireName()).inc();
    }

    void failed(String reason) {
        finished.get(reason).inc();
    }
}
