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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Lets a model propose tokens one after the other for a batch, ragged lengths and all. */
final class Proposer {

    private Proposer() {}

    /**
     * Appends to each sequence as many proposals as wanted, fewer where one of them ends the
     * generation.
     *
     * @param wanted proposals by sequence, at least one each
     */
    static void propose(StageModel model, Round round, Map<Sequence, Integer> wanted) {
        List<Sequence> active = new ArrayList<>(wanted.keySet());
        while (!active.isEmpty()) {
            int[] one = new int[active.size()];
            Arrays.fill(one, 1);
            int[] drawn = model.draw(round, active, one);
            List<Sequence> still = new ArrayList<>(active.size());
            for (int i = 0; i < drawn.length; i++) {
                Sequence sequence = active.get(i);
                sequence.tokens().propose(drawn[i]);
                boolean more = sequence.tokens().proposals() < wanted.get(sequence);
                if (more && !sequence.endsWith(drawn[i])) {
                    still.add(sequence);
                }
            }
            active = still;
        }
    }
}
