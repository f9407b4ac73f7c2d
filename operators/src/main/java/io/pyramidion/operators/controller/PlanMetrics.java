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
package io.pyramidion.operators.controller;

import io.pyramidion.operators.controller.law.PressureLevel;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What is seen of plans in force. Written by the task's thread, read by reporters. Times compare
 * the job manager's clock with this machine's.
 */
final class PlanMetrics {

    private final LongSupplier clock;
    private final Map<PressureLevel, Counter> changes = new EnumMap<>(PressureLevel.class);
    private volatile SpeculationPlan latest;
    private volatile long latency;
    private Instant firstMadeAt;

    /**
     * @param clock milliseconds since the epoch
     */
    PlanMetrics(MetricGroup group, LongSupplier clock) {
        this.clock = clock;
        gauge(group, ControlMetricNames.PRESSURE, () -> level().ordinal());
        gauge(group, ControlMetricNames.PRESSURE_NAME, () -> level().wireName());
        gauge(
                group,
                ControlMetricNames.PLAN_SEQUENCE,
                () -> latest == null ? 0L : latest.getSequence());
        gauge(
                group,
                ControlMetricNames.PLAN_REASON,
                () -> latest == null ? "no plan yet" : latest.getReason());
        gauge(
                group,
                ControlMetricNames.PLAN_AGE_MS,
                () -> latest == null ? 0L : since(latest.getMadeAt().toEpochMilli()));
        gauge(group, ControlMetricNames.PLAN_LATENCY_MS, () -> latency);
        gauge(
                group,
                ControlMetricNames.GUARDED,
                () -> latest != null && latest.getGuarded() ? 1 : 0);
        for (PressureLevel level : PressureLevel.values()) {
            changes.put(
                    level,
                    group.addGroup(ControlMetricNames.LEVEL, level.wireName())
                            .counter(ControlMetricNames.PLANS_CHANGED));
        }
    }

    /**
     * Takes note that a head has put a plan in force, for the first time if it {@code isNew}. A
     * plan's latency is that of the heads that heard of it when it was decided; that it stands is
     * repeated, and a repeat tells nothing of how fast it came.
     */
    void inForce(SpeculationPlan plan, boolean isNew) {
        long took = since(plan.getMadeAt().toEpochMilli());
        if (isNew) {
            firstMadeAt = plan.getMadeAt();
            latency = took;
            PressureLevel.find(plan.getPressure()).map(changes::get).ifPresent(Counter::inc);
        } else if (plan.getSequence() == latest.getSequence()
                && plan.getMadeAt().equals(firstMadeAt)) {
            latency = Math.max(latency, took);
        }
        if (latest == null || !plan.getMadeAt().isBefore(latest.getMadeAt())) {
            latest = plan;
        }
    }

    private PressureLevel level() {
        return latest == null
                ? PressureLevel.IDLE
                : PressureLevel.find(latest.getPressure()).orElse(PressureLevel.IDLE);
    }

    private long since(long time) {
        return Math.max(0, clock.getAsLong() - time);
    }

    private static <T> void gauge(MetricGroup group, String name, Gauge<T> gauge) {
        group.gauge(name, gauge);
    }
}
