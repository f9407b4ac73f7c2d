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

import java.util.HashMap;
import java.util.Map;

/** The part of an encoded batch, and of its answer, that is about how sure draws were. */
final class ConfidenceBlock {

    /** Numbers that the answer tells of each output, see {@link Confidence}. */
    private static final int NUMBERS = 3;

    private final Block asked = new Block(1, 0);

    void add(int output) {
        asked.add(output);
    }

    /** The outputs that are asked about. */
    Block asked() {
        return asked;
    }

    /** Numbers of the answer. */
    int answered() {
        return NUMBERS * asked.rows();
    }

    /** Reads the confidences that stand in an answer from {@code start} on, by output. */
    Map<Integer, Confidence> read(double[] answer, int start) {
        int count = asked.rows();
        if (count == 0) {
            return Map.of();
        }
        Map<Integer, Confidence> confidences = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = start + i;
            confidences.put(
                    (int) asked.integer(i, 0),
                    Confidence.of(answer[at], answer[at + count], answer[at + 2 * count]));
        }
        return confidences;
    }
}
