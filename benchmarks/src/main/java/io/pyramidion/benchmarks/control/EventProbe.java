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
package io.pyramidion.benchmarks.control;

import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.time.Duration;

/**
 * Stands behind the chain, in its task: an event to it waits in the same mailbox as one to the head
 * would. Takes down how long, and counts the results that pass by.
 */
final class EventProbe extends AbstractStreamOperator<ResultEnvelope>
        implements OneInputStreamOperator<ResultEnvelope, ResultEnvelope>, OperatorEventHandler {

    private static final long serialVersionUID = 1L;

    private EventProbe(StreamOperatorParameters<ResultEnvelope> parameters) {
        super(parameters);
    }

    @Override
    public void processElement(StreamRecord<ResultEnvelope> element) {
        Sightings.result(element.getValue().getAnswer().getTokenIds().size());
        output.collect(element);
    }

    @Override
    public void handleOperatorEvent(OperatorEvent event) {
        Sightings.event(System.nanoTime() - ((SentAt) event).nanos());
    }

    /** Makes the operator and its coordinator. */
    static final class Factory extends AbstractStreamOperatorFactory<ResultEnvelope>
            implements OneInputStreamOperatorFactory<ResultEnvelope, ResultEnvelope>,
                    CoordinatedOperatorFactory<ResultEnvelope> {

        private static final long serialVersionUID = 1L;

        private final Duration interval;

        /**
         * @param interval time between two events
         */
        Factory(Duration interval) {
            this.interval = interval;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T extends StreamOperator<ResultEnvelope>> T createStreamOperator(
                StreamOperatorParameters<ResultEnvelope> parameters) {
            EventProbe probe = new EventProbe(parameters);
            OperatorID id = parameters.getStreamConfig().getOperatorID();
            parameters.getOperatorEventDispatcher().registerEventHandler(id, probe);
            return (T) probe;
        }

        @Override
        public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
            return new EventTicker.Provider(id, interval);
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
            return EventProbe.class;
        }
    }
}
