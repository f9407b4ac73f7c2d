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

import io.pyramidion.engine.speculation.DraftStage;
import io.pyramidion.operators.settings.ChainSettings;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.IOUtils;

/**
 * The chain's first stage behind the head: lets the draft propose. Owns the draft's KV cache; has
 * no state.
 */
final class DraftOperator extends AbstractStreamOperator<ChainRecord>
        implements OneInputStreamOperator<ChainRecord, ChainRecord> {

    private static final long serialVersionUID = 1L;

    private final ChainSettings settings;

    private transient LoadedPyramid models;
    private transient DraftStage stage;

    DraftOperator(ChainSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        models = LoadedPyramid.acquire(settings);
        stage = models.pyramid().draftStage(models.plan());
    }

    @Override
    public void processElement(StreamRecord<ChainRecord> element) {
        if (element.getValue() instanceof ChainRecord.Pass pass) {
            stage.propose(pass.round());
        }
        output.collect(element);
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(stage, models, super::close);
    }
}
