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

import io.pyramidion.engine.speculation.Round;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationPlan;

/**
 * What the head hands down the chain, by reference and in one call stack: rounds for the other
 * stages to work on, and answers for the last one to send. Never serialized.
 */
sealed interface ChainRecord {

    /** What both guards of the chain say. */
    String BROKEN =
            "head, draft, qualify and verify must run in one operator chain: a round never leaves its"
                    + " task; is pipeline.operator-chaining.enabled false?";

    /**
     * One pass of a round through draft, qualify and, once its candidates stand, verify. The
     * operators change it in place.
     */
    final class Pass implements ChainRecord {

        private final Round round;
        private boolean qualified;

        Pass(Round round) {
            this.round = round;
        }

        Round round() {
            return round;
        }

        void markQualified() {
            qualified = true;
        }

        /** Whether qualify has seen it: proof that the chain is one call stack. */
        boolean isQualified() {
            return qualified;
        }
    }

    /** A finished request's result. */
    record Result(ResultEnvelope envelope) implements ChainRecord {}

    /** A piece of a streaming request's text. */
    record Delta(DeltaEnvelope envelope) implements ChainRecord {}

    /** A plan that the head has put in force. */
    record Plan(SpeculationPlan plan) implements ChainRecord {}

    /** A request that was refused. */
    record Refusal(DeadLetter letter) implements ChainRecord {}
}
