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
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BackPressureMeterTest {

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final TaskIOMetricGroup task =
            UnregisteredMetricGroups.createUnregisteredTaskMetricGroup().getIOMetricGroup();
    private final TimerGauge soft = task.getSoftBackPressuredTimePerSecond();
    private final TimerGauge hard = task.getHardBackPressuredTimePerSecond();

    @Test
    void measuresASpellThatHasNotEnded() {
        BackPressureMeter meter = new BackPressureMeter(task, nanos::get);
        soft.markStart();
        pass(500);

        assertThat(meter.read()).isEqualTo(1);
        pass(500);
        assertThat(meter.read()).isEqualTo(1);

        soft.markEnd();
        pass(500);
        assertThat(meter.read()).isCloseTo(0.7, within(1e-9));
        pass(500);
        assertThat(meter.read()).isCloseTo(0.49, within(1e-9));
    }

    @Test
    void saysMoreThanHalfAfterTwoReadingsOfBackPressure() {
        BackPressureMeter meter = new BackPressureMeter(task, nanos::get);
        pass(125);
        assertThat(meter.read()).isZero();
        hard.markStart();
        pass(125);
        meter.read();
        pass(125);

        assertThat(meter.read()).isGreaterThan(0.5);
    }

    @Test
    void countsSoftAndHardSpellsOnce() {
        BackPressureMeter meter = new BackPressureMeter(task, nanos::get);
        soft.markStart();
        pass(100);
        hard.markStart();
        pass(100);
        soft.markEnd();
        pass(100);
        hard.markEnd();
        pass(700);

        assertThat(meter.read()).isEqualTo(0.3);
    }

    @Test
    void knowsThatTheTaskWasHeldBackWhenItCame() {
        hard.markStart();
        BackPressureMeter meter = new BackPressureMeter(task, nanos::get);
        pass(500);

        assertThat(meter.read()).isEqualTo(1);
    }

    @Test
    void hearsNothingOnceItIsClosed() {
        BackPressureMeter meter = new BackPressureMeter(task, nanos::get);
        meter.close();
        soft.markStart();
        pass(500);

        assertThat(meter.read()).isZero();
    }

    private void pass(long time) {
        nanos.addAndGet(time);
    }
}
