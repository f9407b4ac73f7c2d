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

import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class ControllerOperatorTest {

    @Test
    void handsOnEachPlanOnceHoweverManyHeadsTellOfIt() throws Exception {
        OneInputStreamOperatorTestHarness<SpeculationPlan, SpeculationPlan> harness =
                new OneInputStreamOperatorTestHarness<>(new ControllerOperatorFactory(null, null));
        harness.open();
        for (long sequence : new long[] {4, 4, 5, 4, 5, 6}) {
            harness.processElement(new StreamRecord<>(PlanBytesTest.plan(sequence, 1_000, "busy")));
        }

        assertThat(harness.extractOutputValues())
                .extracting(SpeculationPlan::getSequence)
                .containsExactly(4L, 5L, 6L);
        harness.close();
    }

    @Test
    void tellsOfThePlanInForce() {
        AtomicLong now = new AtomicLong(10_000);
        Recorded recorded = new Recorded(new HashMap<>(), "");
        PlanMetrics metrics = new PlanMetrics(recorded, now::get);
        assertThat(recorded.gauge(ControlMetricNames.PLAN_SEQUENCE)).isEqualTo(0L);
        assertThat(recorded.gauge(ControlMetricNames.PLAN_REASON)).isEqualTo("no plan yet");

        SpeculationPlan plan = PlanBytesTest.plan(7, 10_000, "overloaded");
        now.set(10_003);
        metrics.inForce(plan, true);
        now.set(10_020);
        metrics.inForce(plan, false);
        now.set(10_500);
        metrics.inForce(PlanBytesTest.plan(7, 10_490, "overloaded"), false);
        // One head hears late of the decision, another only of its repetition.
        now.set(10_530);
        metrics.inForce(plan, false);
        now.set(10_900);
        metrics.inForce(PlanBytesTest.plan(7, 10_490, "overloaded"), false);

        assertThat(recorded.gauge(ControlMetricNames.PLAN_LATENCY_MS)).isEqualTo(530L);
        assertThat(recorded.gauge(ControlMetricNames.PLAN_AGE_MS)).isEqualTo(410L);
        assertThat(recorded.gauge(ControlMetricNames.PRESSURE)).isEqualTo(3);
        assertThat(recorded.gauge(ControlMetricNames.PRESSURE_NAME)).isEqualTo("overloaded");
        assertThat(recorded.gauge(ControlMetricNames.PLAN_REASON))
                .isEqualTo("the source is held back");
        assertThat(recorded.gauge(ControlMetricNames.GUARDED)).isEqualTo(0);
        assertThat(recorded.count("level.overloaded.plansChanged")).isEqualTo(1);
        assertThat(recorded.count("level.idle.plansChanged")).isZero();
    }

    /** Keeps what is registered, by name. */
    private static final class Recorded extends UnregisteredMetricsGroup {

        private final Map<String, Object> metrics;
        private final String prefix;

        private Recorded(Map<String, Object> metrics, String prefix) {
            this.metrics = metrics;
            this.prefix = prefix;
        }

        Object gauge(String name) {
            return ((Gauge<?>) metrics.get(name)).getValue();
        }

        long count(String name) {
            return ((Counter) metrics.get(name)).getCount();
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            metrics.put(prefix + name, gauge);
            return gauge;
        }

        @Override
        public Counter counter(String name) {
            Counter counter = new SimpleCounter();
            metrics.put(prefix + name, counter);
            return counter;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Recorded(metrics, prefix + key + "." + value + ".");
        }
    }
}
