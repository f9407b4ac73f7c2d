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

import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.CloseableIterator;

import java.util.ArrayList;
import java.util.List;

/**
 * Results of a job as they are committed: with checkpoints, Flink's collecting sink delivers each
 * one exactly once. Blocks where there is none yet.
 */
final class Answers implements AutoCloseable {

    private final CloseableIterator<ResultEnvelope> results;

    private Answers(CloseableIterator<ResultEnvelope> results) {
        this.results = results;
    }

    /** Collects from a job that is still to be executed. */
    static Answers of(DataStream<ResultEnvelope> results) {
        return new Answers(results.collectAsync());
    }

    List<GenerationResult> take(int count) {
        List<GenerationResult> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(results.next().getAnswer());
        }
        return answers;
    }

    /** All that are left until the job ends. */
    List<GenerationResult> takeAll() {
        List<GenerationResult> answers = new ArrayList<>();
        results.forEachRemaining(result -> answers.add(result.getAnswer()));
        return answers;
    }

    @Override
    public void close() {
        try {
            results.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
