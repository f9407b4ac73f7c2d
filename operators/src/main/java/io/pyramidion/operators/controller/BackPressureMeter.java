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

import org.apache.flink.runtime.metrics.TimerGauge;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;

import java.util.function.LongSupplier;

/**
 * Measures for how much of its time a task is held back by those behind it, a spell that has not
 * ended included. The only class that knows Flink's internal timers. Started and stopped by the
 * task's thread, read by another.
 */
final class BackPressureMeter implements TimerGauge.StartStopListener, AutoCloseable {

    /** Held back all the time, two readings after a calm one say more than half. */
    private static final double WEIGHT = 0.3;

    private final TaskIOMetricGroup task;
    private final LongSupplier nanos;
    private long heldBack;
    private int open;
    private long openSince;
    private long lastHeldBack;
    private long lastRead;
    private double smoothed = Double.NaN;

    /**
     * @param nanos a clock that nobody sets
     */
    BackPressureMeter(TaskIOMetricGroup task, LongSupplier nanos) {
        this.task = task;
        this.nanos = nanos;
        this.lastRead = nanos.getAsLong();
        task.registerBackPressureListener(this);
    }

    /** Soft and hard back pressure have a timer each; a spell of either counts once. */
    @Override
    public synchronized void markStart() {
        if (open++ == 0) {
            openSince = nanos.getAsLong();
        }
    }

    @Override
    public synchronized void markEnd() {
        if (open > 0 && --open == 0) {
            heldBack += nanos.getAsLong() - openSince;
        }
    }

    /** Share of the time since the last reading, 0 to 1, smoothed; the first is as it was. */
    synchronized double read() {
        long now = nanos.getAsLong();
        long total = heldBack + (open > 0 ? now - openSince : 0);
        double share = (double) (total - lastHeldBack) / Math.max(1, now - lastRead);
        lastHeldBack = total;
        lastRead = now;
        double bounded = Math.max(0, Math.min(1, share));
        smoothed = Double.isNaN(smoothed) ? bounded : WEIGHT * bounded + (1 - WEIGHT) * smoothed;
        return smoothed;
    }

    @Override
    public void close() {
        task.unregisterBackPressureListener(this);
    }
}
