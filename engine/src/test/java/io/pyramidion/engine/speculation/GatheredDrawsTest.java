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
import io.pyramidion.engine.decoder.DrawConstraint;
import io.pyramidion.engine.decoder.Drawn;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.decoder.Scores;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.sampling.TokenLogprobs;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class GatheredDrawsTest {

    private static final int NONE = TokenBuffer.NO_ORIGIN;

    @Test
    void putsThePassesDrawsIntoTheOrderOfTheBatch() {
        Scores scores =
                new Scores(
                        new TokenLogprobs(-1, new int[0], new double[0]),
                        new TokenLogprobs(-2, new int[0], new double[0]));
        GatheredDraws gathered =
                new GatheredDraws(
                        List.of(row(true, true), row(false), row(true), row(false, true)));

        gathered.add(List.of(1, 3), drawn(Map.of(1, scores), 10, 11, 12), 5);
        gathered.add(List.of(0, 2), drawn(Map.of(), 20, 21, 22), 6);

        StageDraws all = gathered.all();
        assertThat(all.tokens()).containsExactly(20, 21, 10, 22, 11, 12);
        assertThat(all.origins()).containsExactly(6, 7, NONE, 8, NONE, 5);
        assertThat(all.divergences()).containsExactly(0.20, 0.21, 0.10, 0.22, 0.11, 0.12);
        assertThat(all.scores()).isEqualTo(Map.of(4, scores));
        assertThat(all.confidences())
                .isEqualTo(Map.of(0, sure(20), 1, sure(21), 3, sure(22), 5, sure(12)));
        assertThat(all.confidences(0, 2)).containsExactly(sure(20), sure(21));
    }

    @Test
    void whatIsNotMeasuredHasNoConfidences() {
        assertThat(new StageDraws(new int[2], new int[2], new double[2]).confidences(0, 2))
                .isEmpty();
    }

    private static Row row(boolean... kept) {
        List<Draw> draws =
                IntStream.range(0, kept.length).mapToObj(index -> draw(kept[index])).toList();
        return new Row(0, 0, new int[kept.length], draws);
    }

    private static Draw draw(boolean kept) {
        return new Draw(
                SamplingParameters.greedy(1),
                0,
                DrawConstraint.NONE,
                kept,
                Optional.empty(),
                Optional.empty(),
                kept);
    }

    /** Each token drawn with a hundredth of its id for a divergence, its id for a margin. */
    private static Drawn drawn(Map<Integer, Scores> scores, int... tokens) {
        return new Drawn(
                tokens,
                Arrays.stream(tokens).mapToDouble(t -> t / 100.0).toArray(),
                scores,
                IntStream.range(0, tokens.length)
                        .boxed()
                        .collect(Collectors.toMap(i -> i, i -> sure(tokens[i]))));
    }

    private static Confidence sure(int margin) {
        return new Confidence(margin, -1, 2);
    }
}
