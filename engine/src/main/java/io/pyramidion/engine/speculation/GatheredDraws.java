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
package io.pyramidion.engine.speculation;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.Drawn;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.decoder.Scores;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts what several forward passes drew for the rows of one batch into the batch's order. */
final class GatheredDraws {

    private final List<Row> rows;
    private final int[] first;
    private final int[] tokens;
    private final int[] origins;
    private final double[] divergences;
    private final Map<Integer, Scores> scores = new HashMap<>();
    private final Map<Integer, Confidence> confidences = new HashMap<>();

    /**
     * @param rows the whole batch
     */
    GatheredDraws(List<Row> rows) {
        this.rows = rows;
        this.first = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = count;
            count += rows.get(i).draws().size();
        }
        this.tokens = new int[count];
        this.origins = new int[count];
        this.divergences = new double[count];
        Arrays.fill(origins, TokenBuffer.NO_ORIGIN);
    }

    /**
     * Adds one pass.
     *
     * @param group indices of its rows, in the order of the pass
     * @param drawn what it drew
     * @param ledgerRow number of the first row that it left in the ledger
     */
    void add(List<Integer> group, Drawn drawn, int ledgerRow) {
        boolean scored = !drawn.scores().isEmpty();
        int kept = ledgerRow;
        int from = 0;
        for (int index : group) {
            int to = first[index];
            for (Draw draw : rows.get(index).draws()) {
                tokens[to] = drawn.tokens()[from];
                divergences[to] = drawn.divergences()[from];
                if (draw.kept()) {
                    origins[to] = kept++;
                }
                if (scored && drawn.scores().containsKey(from)) {
                    scores.put(to, drawn.scores().get(from));
                }
                if (draw.measured()) {
                    confidences.put(to, drawn.confidences().get(from));
                }
                from++;
                to++;
            }
        }
    }

    /** What was drawn for all rows, once every one was in a pass. */
    StageDraws all() {
        return new StageDraws(tokens, origins, divergences, scores, confidences);
    }
}
