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

import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fails its task once, at the first result that comes after two checkpoints. Sits in the chain's
 * task, behind verify, so the failure comes in the middle of a round.
 */
final class FailOnce implements MapFunction<ResultEnvelope, ResultEnvelope>, CheckpointListener {

    static final AtomicBoolean HAS_FAILED = new AtomicBoolean();

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();

    /** Lets it fail again. */
    static void reset() {
        CHECKPOINTS.set(0);
        HAS_FAILED.set(false);
    }

    @Override
    public ResultEnvelope map(ResultEnvelope result) {
        if (CHECKPOINTS.get() >= 2 && HAS_FAILED.compareAndSet(false, true)) {
            throw new IllegalStateException("injected failure");
        }
        return result;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
        CHECKPOINTS.incrementAndGet();
    }
}
