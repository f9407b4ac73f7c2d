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

import io.pyramidion.operators.controller.law.LawSettings;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the controller's operator and the coordinator that its loop runs in. */
final class ControllerOperatorFactory extends AbstractStreamOperatorFactory<SpeculationPlan>
        implements OneInputStreamOperatorFactory<SpeculationPlan, SpeculationPlan>,
                CoordinatedOperatorFactory<SpeculationPlan> {

    private static final long serialVersionUID = 1L;

    private final ControlSettings settings;
    private final LawSettings law;

    ControllerOperatorFactory(ControlSettings settings, LawSettings law) {
        this.settings = settings;
        this.law = law;
        // In the chain of a job with one subtask it would not be seen as an operator of its own.
        setChainingStrategy(ChainingStrategy.HEAD);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<SpeculationPlan>> T createStreamOperator(
            StreamOperatorParameters<SpeculationPlan> parameters) {
        return (T) new ControllerOperator(parameters);
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID id) {
        return new ControllerCoordinator.Provider(id, settings, law);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return ControllerOperator.class;
    }
}
