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

import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

import java.io.IOException;

/**
 * A plan on its way to the heads.
 *
 * @param bytes the plan with the fingerprint of its schema before it
 */
public record PlanEvent(byte[] bytes) implements OperatorEvent {

    /** The event of a plan. */
    public static PlanEvent of(SpeculationPlan plan) {
        return new PlanEvent(PlanBytes.write(plan));
    }

    /**
     * The plan.
     *
     * @throws IOException if it was written by a version whose plans this one cannot read
     */
    public SpeculationPlan plan() throws IOException {
        return PlanBytes.read(bytes);
    }
}
