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

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import java.util.ArrayList;
import java.util.List;

/**
 * A latency in cumulative buckets. Flink's own histograms reach Prometheus as quantiles of each
 * subtask, which cannot be added up; counters can, so this is what percentiles over subtasks and
 * over time are computed from. Every bucket exists from the start. Belongs to the task's thread.
 */
final class LatencyBuckets {

    /** Upper bounds of times that a request waits for something, milliseconds. */
    static final List<Long> OF_A_REQUEST =
            List.of(
                    10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 30_000L,
                    60_000L, 120_000L, 300_000L, 900_000L);

    /** Upper bounds of times of a token, milliseconds. */
    static final List<Long> OF_A_TOKEN =
            List.of(1L, 2L, 5L, 10L, 15L, 20L, 30L, 40L, 50L, 75L, 100L, 150L, 250L, 500L, 1_000L);

    private final List<Long> bounds;
    private final List<Counter> buckets = new ArrayList<>();
    private final Counter all;
    private final Counter sum;
    private double exactSum;

    /**
     * @param name the latency's name in {@link MetricNames}
     * @param bounds upper bounds, ascending, milliseconds; one without a bound is added
     */
    LatencyBuckets(MetricGroup group, String name, List<Long> bounds) {
        this.bounds = bounds;
        bounds.forEach(bound -> buckets.add(bucket(group, Long.toString(bound), name)));
        all = bucket(group, MetricNames.NO_BOUND, name);
        sum = group.counter(name + MetricNames.SUM);
    }

    void update(double millis) {
        for (int i = bounds.size() - 1; i >= 0 && millis <= bounds.get(i); i--) {
            buckets.get(i).inc();
        }
        all.inc();
        exactSum += millis;
        sum.inc(Math.round(exactSum) - sum.getCount());
    }

    private static Counter bucket(MetricGroup group, String bound, String name) {
        return group.addGroup(MetricNames.LE, bound).counter(name + MetricNames.BUCKET);
    }
}
