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
package io.pyramidion.benchmarks.exact;

import io.pyramidion.engine.sampling.TokenLogprobs;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TextTest {

    @Test
    void partsAtTheFirstOtherToken() {
        Text text = unscored(5, 6, 7);
        assertThat(text.partsFrom(unscored(5, 6, 7))).isEmpty();
        assertThat(text.partsFrom(unscored(5, 9, 9))).hasValue(1);
        assertThat(text.partsFrom(unscored(5, 6))).hasValue(2);
    }

    @Test
    void partsAtTheFirstOtherBitOfALogProbability() {
        Text text = scored(-1, -2, -3);
        assertThat(text.partsFrom(scored(-1, -2, -3))).isEmpty();
        assertThat(text.partsFrom(scored(-1, Math.nextUp(-2.0), -3))).hasValue(1);
        assertThat(text.hasTokensOf(scored(-1, Math.nextUp(-2.0), -3))).isTrue();
        assertThat(text.partsFrom(scored(-1, -2))).hasValue(2);
    }

    @Test
    void partsWhereOnlyOneHasLogProbabilities() {
        assertThat(scored(-1).partsFrom(unscored(0))).hasValue(0);
    }

    private static Text unscored(int... tokens) {
        return new Text(tokens, List.of());
    }

    private static Text scored(double... logprobs) {
        List<TokenLogprobs> told =
                Arrays.stream(logprobs)
                        .mapToObj(
                                logprob ->
                                        new TokenLogprobs(
                                                logprob, new int[] {1}, new double[] {logprob}))
                        .toList();
        return new Text(new int[logprobs.length], told);
    }
}
