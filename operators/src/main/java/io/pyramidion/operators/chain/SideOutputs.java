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

import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.util.OutputTag;

/** The chain's outputs beside its results. */
final class SideOutputs {

    static final OutputTag<DeltaEnvelope> DELTAS =
            new OutputTag<>("deltas", new AvroTypeInfo<>(DeltaEnvelope.class));

    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", new AvroTypeInfo<>(DeadLetter.class));

    static final OutputTag<SpeculationPlan> PLANS =
            new OutputTag<>("plans", new AvroTypeInfo<>(SpeculationPlan.class));

    private SideOutputs() {}
}
