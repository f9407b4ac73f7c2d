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
package io.pyramidion.engine.decoder;

import io.pyramidion.engine.sampling.SamplingParameters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Lays out a batch as a verifying pass needs it, for the micro-benchmark: the class is hidden. */
public final class BatchEncoding {

    private static final int POSITIONS = 512;

    private final List<Row> rows = new ArrayList<>();

    /**
     * @param sequences rows of the batch
     * @param width tokens fed for each, a draw after every one
     */
    public BatchEncoding(int sequences, int width) {
        SamplingParameters sampling =
                new SamplingParameters(0.7, 1, 0, 0, 1, POSITIONS, 0, List.of(), Set.of(), true);
        Draw draw = new Draw(sampling, 1);
        for (int slot = 0; slot < sequences; slot++) {
            rows.add(new Row(slot, 100, new int[width], Collections.nCopies(width, draw)));
        }
    }

    /** Everything that crosses to the decoder program for one pass. */
    public int encode() {
        BatchEncoder batch = new BatchEncoder(rows, POSITIONS);
        return batch.integers().length + batch.floats().length;
    }
}
