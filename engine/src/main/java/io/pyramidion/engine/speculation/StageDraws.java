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
import io.pyramidion.engine.decoder.Scores;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model drew for a batch, sequence by sequence.
 *
 * @param tokens the drawn tokens
 * @param origins for each where the round's ledger keeps the logits it was drawn from, {@link
 *     TokenBuffer#NO_ORIGIN} if nowhere
 * @param divergences for each how far the token proposed in its place came from, NaN if not asked
 * @param scores by index how likely the model found the drawn and the proposed token, if asked
 * @param confidences by index how sure the draw was, if measured
 */
record StageDraws(
        int[] tokens,
        int[] origins,
        double[] divergences,
        Map<Integer, Scores> scores,
        Map<Integer, Confidence> confidences) {

    /** Draws that tell no log-probabilities and no confidences. */
    StageDraws(int[] tokens, int[] origins, double[] divergences) {
        this(tokens, origins, divergences, Map.of(), Map.of());
    }

    /** How sure so many draws were, from one on; nothing if they were not measured. */
    List<Confidence> confidences(int from, int count) {
        return confidences.containsKey(from)
                ? IntStream.range(from, from + count).mapToObj(confidences::get).toList()
                : List.of();
    }

    /** How sure a draw was; empty if it was not measured. */
    Optional<Confidence> confidence(int at) {
        return Optional.ofNullable(confidences.get(at));
    }
}
