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
package io.pyramidion.operators.metrics;

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

import java.util.concurrent.TimeUnit;

/** What rounds cost and bring. Updated once a round by the task's thread. */
public final class RoundMetrics {

    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final RecentRounds recent = new RecentRounds();
    private final Counter rounds;
    private final Counter generationTokens;

    /**
     * @param group the group that the names of {@link MetricNames} stand in
     */
    public RoundMetrics(MetricGroup group) {
        rounds = group.counter(MetricNames.ROUNDS);
        generationTokens = group.counter(MetricNames.GENERATION_TOKENS);
        group.meter(MetricNames.GENERATION_TOKENS_PER_SECOND, new MeterView(generationTokens));
        gauge(
                group,
                MetricNames.MEAN_BATCH_SIZE,
                () -> recent.mean(RecentRounds.Sample::batchSize));
        gauge(
                group,
                MetricNames.ROUND_MS,
                () -> milliseconds(recent.mean(RecentRounds.Sample::nanos)));
        gauge(group, MetricNames.OUTSIDE_MODELS_SHARE, this::outsideModelsShare);
        for (ModelRole role : ModelRole.values()) {
            MetricGroup ofModel = group.addGroup(MetricNames.MODEL, role.wireName());
            gauge(
                    ofModel,
                    MetricNames.MODEL_MS,
                    () -> milliseconds(recent.mean(round -> round.modelNanos()[role.ordinal()])));
        }
    }

    /**
     * Counts a round that is over.
     *
     * @param running requests in the running batch, those whose prompt is still read included
     * @param nanos from scheduling it until the batch is ready for the next
     */
    void roundEnded(RoundOutcome outcome, int running, long nanos) {
        rounds.inc();
        generationTokens.inc(outcome.newTokens());
        ModelRole[] roles = ModelRole.values();
        long[] modelNanos = new long[roles.length];
        for (ModelRole role : roles) {
            modelNanos[role.ordinal()] = outcome.nanos(role);
        }
        recent.add(new RecentRounds.Sample(running, nanos, modelNanos));
    }

    private double outsideModelsShare() {
        double all = recent.mean(RecentRounds.Sample::nanos);
        double inside = recent.mean(RecentRounds.Sample::insideModels);
        return all == 0 ? 0 : 1 - inside / all;
    }

    private static double milliseconds(double nanos) {
        return nanos / NANOS_PER_MILLI;
    }

    private static void gauge(MetricGroup group, String name, Gauge<Double> gauge) {
        group.gauge(name, gauge);
    }
}
