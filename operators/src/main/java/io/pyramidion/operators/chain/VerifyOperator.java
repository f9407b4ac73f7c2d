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

import io.pyramidion.engine.speculation.VerifyStage;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;

/**
 * The chain's end: the target has the last word on every token, and answers leave from here, so
 * that the chain's output counts are those of its answers. Owns the target's KV cache; has no
 * state.
 */
final class VerifyOperator extends AbstractStreamOperator<ResultEnvelope>
        implements OneInputStreamOperator<ChainRecord, ResultEnvelope> {

    private static final long serialVersionUID = 1L;

    private final ChainSettings settings;

    private transient LoadedPyramid models;
    private transient VerifyStage stage;

    VerifyOperator(ChainSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        models = LoadedPyramid.acquire(settings);
        stage = models.pyramid().verifyStage(models.plan());
    }

    @Override
    public void processElement(StreamRecord<ChainRecord> element) {
        ChainRecord record = element.getValue();
        if (record instanceof ChainRecord.Pass pass) {
            stage.verify(pass.round());
        } else if (record instanceof ChainRecord.Result result) {
            output.collect(new StreamRecord<>(result.envelope(), element.getTimestamp()));
        } else if (record instanceof ChainRecord.Delta delta) {
            output.collect(
                    SideOutputs.DELTAS,
                    new StreamRecord<>(delta.envelope(), element.getTimestamp()));
        } else if (record instanceof ChainRecord.Plan inForce) {
            output.collect(SideOutputs.PLANS, new StreamRecord<>(inForce.plan()));
        } else if (record instanceof ChainRecord.Refusal refusal) {
            output.collect(
                    SideOutputs.DEAD_LETTERS,
                    new StreamRecord<>(refusal.letter(), element.getTimestamp()));
        }
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(stage, models, super::close);
    }
}
