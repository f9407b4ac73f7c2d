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
package io.pyramidion.operators.chain;

import io.pyramidion.operators.controller.HeadCoordinator;
import io.pyramidion.operators.controller.Ticks;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.util.function.SerializableSupplier;

import java.time.Duration;

/** Makes head operators, which need their task's mailbox and a way to the controller. */
final class HeadOperatorFactory extends AbstractStreamOperatorFactory<ChainRecord>
        implements OneInputStreamOperatorFactory<RequestEnvelope, ChainRecord>,
                CoordinatedOperatorFactory<ChainRecord> {

    private static final long serialVersionUID = 1L;

    private final ChainSettings settings;
    private final Duration checkpointTimeout;
    private final SerializableSupplier<Long> ticks;

    /**
     * @param checkpointTimeout longest time that a checkpoint of the job takes; zero if there are
     *     none
     */
    HeadOperatorFactory(ChainSettings settings, Duration checkpointTimeout) {
        this(settings, checkpointTimeout, Ticks::millis);
    }

    /**
     * @param ticks milliseconds of a clock that nobody sets
     */
    HeadOperatorFactory(
            ChainSettings settings, Duration checkpointTimeout, SerializableSupplier<Long> ticks) {
        this.settings = settings;
        this.checkpointTimeout = checkpointTimeout;
        this.ticks = ticks;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<ChainRecord>> T createStreamOperator(
            StreamOperatorParameters<ChainRecord> parameters) {
        OperatorID id = parameters.getStreamConfig().getOperatorID();
        HeadOperator head =
                new HeadOperator(
                        parameters,
                        settings,
                        parameters.getOperatorEventDispatcher().getOperatorEventGateway(id),
                        checkpointTimeout,
                        ticks::get);
        parameters.getOperatorEventDispatcher().registerEventHandler(id, head);
        return (T) head;
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
        return new HeadCoordinator.Provider(id, settings.control());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return HeadOperator.class;
    }
}
