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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.sampling.TokenLogprobs;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.schemas.LogprobState;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.TokenLogprob;
import io.pyramidion.schemas.TopLogprob;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Log-probabilities as results and checkpoints hold them. */
public final class LogprobRecords {

    private LogprobRecords() {}

    /**
     * Log-probabilities as a result holds them.
     *
     * @param tokenIds generated tokens
     * @param scores one for each of them
     * @param tokenizer writes their texts; stays its caller's
     */
    public static Logprobs result(int[] tokenIds, List<TokenLogprobs> scores, Tokenizer tokenizer) {
        List<TokenLogprob> content = new ArrayList<>(tokenIds.length);
        for (int i = 0; i < tokenIds.length; i++) {
            TokenLogprobs score = scores.get(i);
            List<TopLogprob> top = new ArrayList<>(score.topIds().length);
            for (int k = 0; k < score.topIds().length; k++) {
                int id = score.topIds()[k];
                top.add(
                        new TopLogprob(
                                id,
                                text(tokenizer, id),
                                score.topLogprobs()[k],
                                bytes(tokenizer, id)));
            }
            content.add(
                    new TokenLogprob(
                            tokenIds[i],
                            text(tokenizer, tokenIds[i]),
                            score.logprob(),
                            bytes(tokenizer, tokenIds[i]),
                            top));
        }
        return new Logprobs(content);
    }

    static List<LogprobState> state(List<TokenLogprobs> scores) {
        List<LogprobState> state = new ArrayList<>(scores.size());
        for (TokenLogprobs score : scores) {
            List<Double> top = new ArrayList<>();
            for (double logprob : score.topLogprobs()) {
                top.add(logprob);
            }
            state.add(new LogprobState(score.logprob(), Generation.boxed(score.topIds()), top));
        }
        return state;
    }

    static List<TokenLogprobs> restored(List<LogprobState> state) {
        return state.stream()
                .map(
                        score ->
                                new TokenLogprobs(
                                        score.getLogprob(),
                                        score.getTopTokenIds().stream()
                                                .mapToInt(Integer::intValue)
                                                .toArray(),
                                        score.getTopLogprobs().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .toArray()))
                .toList();
    }

    private static String text(Tokenizer tokenizer, int id) {
        return tokenizer.decode(new int[] {id});
    }

    /** Each as a number from 0 to 255; null if they are not known. */
    private static List<Integer> bytes(Tokenizer tokenizer, int id) {
        return tokenizer
                .bytes(id)
                .map(bytes -> IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xFF))
                .map(Stream::toList)
                .orElse(null);
    }
}
