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

import io.pyramidion.operators.controller.law.ControlLoop;
import io.pyramidion.operators.controller.law.LawSettings;
import io.pyramidion.operators.controller.law.PressureLevel;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the slow loop, in the job manager and on a thread of its own, as long as the job lives. The
 * plan that stands is its checkpoint; one that this version cannot read is as good as none.
 */
final class ControllerCoordinator extends CoordinatorDefaults {

    /** Made by the job manager. */
    record Provider(OperatorID getOperatorId, ControlSettings settings, LawSettings law)
            implements OperatorCoordinator.Provider {

        @Override
        public OperatorCoordinator create(Context context) {
            return new ControllerCoordinator(context, settings, law);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ControllerCoordinator.class);

    private final ControlSettings settings;
    private final ControlLoop loop;
    private final ControlBus bus;
    private final MetricGroup metrics;
    private MetricGroup group;
    private DaemonTimer timer;

    private ControllerCoordinator(Context context, ControlSettings settings, LawSettings law) {
        this.settings = settings;
        this.bus = ControlBus.of(context.getCoordinatorStore(), settings);
        this.metrics = context.metricGroup();
        this.loop =
                new ControlLoop(
                        law,
                        bus.readings(),
                        Ticks::millis,
                        Instant::now,
                        plan -> bus.publish(PlanEvent.of(plan)));
    }

    @Override
    public void start() {
        if (!settings.isOn()) {
            return;
        }
        group = metrics.addGroup(MetricNames.GROUP);
        register(group);
        timer =
                DaemonTimer.start(
                        "pyramidion-controller", Duration.ZERO, settings.interval(), loop::step);
    }

    private void register(MetricGroup group) {
        Gauge<Long> sequence = () -> loop.latest().map(SpeculationPlan::getSequence).orElse(0L);
        Gauge<Long> failures = loop::failures;
        Gauge<Integer> pressure =
                () ->
                        loop.latest()
                                .flatMap(plan -> PressureLevel.find(plan.getPressure()))
                                .map(PressureLevel::ordinal)
                                .orElse(0);
        group.gauge(ControlMetricNames.PLAN_SEQUENCE, sequence);
        group.gauge(ControlMetricNames.CONTROLLER_FAILURES, failures);
        group.gauge(ControlMetricNames.PRESSURE, pressure);
    }

    @Override
    public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
        throw new IllegalArgumentException("The controller's task tells nothing: " + event);
    }

    @Override
    public void checkpointCoordinator(long checkpoint, CompletableFuture<byte[]> state) {
        state.complete(loop.latest().map(PlanBytes::write).orElse(new byte[0]));
    }

    /** After a failure of tasks alone, what is known here is newer than the checkpoint. */
    @Override
    public void resetToCheckpoint(long checkpoint, byte[] state) {
        if (state == null || state.length == 0 || loop.latest().isPresent()) {
            return;
        }
        try {
            loop.restore(PlanBytes.read(state));
            if (settings.isOn()) {
                loop.latest().map(PlanEvent::of).ifPresent(bus::publish);
            }
        } catch (IOException e) {
            LOG.warn("The checkpoint's plan is of another version; the controller starts anew.", e);
        }
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.close();
        }
        // The adaptive scheduler makes another coordinator at each restart, which gets the same
        // operator's group again: what this one registered would stand in its way.
        if (group instanceof AbstractMetricGroup<?> own) {
            own.close();
        }
    }
}
