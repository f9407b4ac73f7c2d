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
import io.pyramidion.operators.batch.Departures;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.OptionalLong;

/** The head's way down the chain. Answers carry the event time of their request. */
final class ChainOutput implements Departures {

    private final Output<StreamRecord<ChainRecord>> output;

    ChainOutput(Output<StreamRecord<ChainRecord>> output) {
        this.output = output;
    }

    /**
     * Sends a round through draft, qualify and, once its candidates stand, verify. All are done
     * with it when this returns.
     *
     * @throws IllegalStateException if the chain is broken
     */
    void pass(Round round) {
        ChainRecord.Pass pass = new ChainRecord.Pass(round);
        output.collect(new StreamRecord<>(pass));
        if (!pass.isQualified()) {
            throw new IllegalStateException(ChainRecord.BROKEN);
        }
    }

    void watermark(OptionalLong due) {
        due.ifPresent(timestamp -> output.emitWatermark(new Watermark(timestamp)));
    }

    /** Sends on a plan that is in force. */
    void plan(SpeculationPlan plan) {
        output.collect(new StreamRecord<>(new ChainRecord.Plan(plan)));
    }

    @Override
    public void result(ResultEnvelope result) {
        send(new ChainRecord.Result(result), result.getOrigin().getEventTime());
    }

    @Override
    public void delta(DeltaEnvelope delta) {
        send(new ChainRecord.Delta(delta), delta.getOrigin().getEventTime());
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        send(new ChainRecord.Refusal(letter), letter.getOrigin().getEventTime());
    }

    private void send(ChainRecord record, long eventTime) {
        output.collect(new StreamRecord<>(record, eventTime));
    }
}
