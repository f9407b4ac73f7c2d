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

import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The controller as the graph shows it: gets every plan that a head has put in force, measures it,
 * and hands on each plan once. After a failure one may come again. Has no state; the loop itself
 * runs in {@link ControllerCoordinator}.
 */
final class ControllerOperator extends AbstractStreamOperator<SpeculationPlan>
        implements OneInputStreamOperator<SpeculationPlan, SpeculationPlan> {

    private static final long serialVersionUID = 1L;

    private transient PlanMetrics metrics;
    private transient long last;

    ControllerOperator(StreamOperatorParameters<SpeculationPlan> parameters) {
        super(parameters);
    }

    @Override
    public void open() throws Exception {
        super.open();
        metrics =
                new PlanMetrics(
                        getMetricGroup().addGroup(MetricNames.GROUP), System::currentTimeMillis);
    }

    @Override
    public void processElement(StreamRecord<SpeculationPlan> element) {
        SpeculationPlan plan = element.getValue();
        boolean isNew = plan.getSequence() > last;
        metrics.inForce(plan, isNew);
        if (isNew) {
            last = plan.getSequence();
            output.collect(new StreamRecord<>(plan, plan.getMadeAt().toEpochMilli()));
        }
    }
}
