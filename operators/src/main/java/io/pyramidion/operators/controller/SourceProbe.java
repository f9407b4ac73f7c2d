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

import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;

import java.time.Duration;

/**
 * Hands records on untouched, and tells the controller for how much of its time this task, which is
 * the source's, was held back. It tells from a thread of its own: the task's thread is the one that
 * stands still under back pressure.
 */
final class SourceProbe<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<T, T> {

    private static final long serialVersionUID = 1L;

    private final transient OperatorEventGateway coordinator;
    private final Duration interval;
    private transient BackPressureMeter meter;
    private transient DaemonTimer timer;

    /**
     * @param interval time between two readings; zero if nothing is to be read
     */
    SourceProbe(
            StreamOperatorParameters<T> parameters,
            OperatorEventGateway coordinator,
            Duration interval) {
        super(parameters);
        this.coordinator = coordinator;
        this.interval = interval;
    }

    @Override
    public void open() throws Exception {
        super.open();
        if (interval.isZero()) {
            return;
        }
        meter =
                new BackPressureMeter(
                        getContainingTask().getEnvironment().getMetricGroup().getIOMetricGroup(),
                        System::nanoTime);
        timer = DaemonTimer.start("pyramidion-source-probe", interval, interval, this::tell);
    }

    private void tell() {
        coordinator.sendEventToCoordinator(new PressureEvent(meter.read()));
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        output.collect(element);
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(this::stop, super::close);
    }

    private void stop() {
        if (timer != null) {
            timer.close();
            meter.close();
        }
    }
}
