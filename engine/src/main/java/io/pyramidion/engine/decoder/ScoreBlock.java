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

import io.pyramidion.engine.sampling.TokenLogprobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The part of an encoded batch, and of its answer, that is about log-probabilities. */
final class ScoreBlock {

    private final Block asked = new Block(2, 0);
    private final List<Scoring> scorings = new ArrayList<>();
    private int top;

    void add(int output, Scoring scoring) {
        asked.add(output, scoring.proposed());
        scorings.add(scoring);
        top = Math.max(top, scoring.top());
    }

    /** Output and proposed token of what is asked. */
    Block asked() {
        return asked;
    }

    /** Likeliest tokens that the answer tells of each output. */
    int top() {
        return top;
    }

    /** Reads the scores that stand in an answer from {@code start} on, by output. */
    Map<Integer, Scores> read(double[] answer, int start) {
        Map<Integer, Scores> scores = new HashMap<>();
        for (int i = 0; i < scorings.size(); i++) {
            int at = start + i * (2 + 2 * top);
            int own = scorings.get(i).top();
            double[] logprobs = Arrays.copyOfRange(answer, at + 2, at + 2 + own);
            int[] ids = new int[own];
            for (int k = 0; k < own; k++) {
                ids[k] = (int) answer[at + 2 + top + k];
            }
            scores.put(
                    (int) asked.integer(i, 0),
                    new Scores(
                            new TokenLogprobs(answer[at], ids, logprobs),
                            new TokenLogprobs(answer[at + 1], ids, logprobs)));
        }
        return scores;
    }
}
