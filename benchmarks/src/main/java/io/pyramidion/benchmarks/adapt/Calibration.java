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
package io.pyramidion.benchmarks.adapt;

import java.util.Arrays;

/**
 * How probable a policy thought it that a proposed token stands, and how often it stood: by decile
 * of the expected probability, over the tokens whose fate is known.
 *
 * @param tokens by decile
 * @param expected sum of the probabilities, by decile
 * @param kept tokens that stood, by decile
 */
record Calibration(long[] tokens, double[] expected, long[] kept) {

    static final int DECILES = 10;

    static final Calibration NONE =
            new Calibration(new long[DECILES], new double[DECILES], new long[DECILES]);

    Calibration plus(Calibration other) {
        return combined(other, 1);
    }

    /** What came after {@code earlier}. */
    Calibration since(Calibration earlier) {
        return combined(earlier, -1);
    }

    private Calibration combined(Calibration other, int sign) {
        long[] count = tokens.clone();
        double[] sum = expected.clone();
        long[] stood = kept.clone();
        for (int i = 0; i < DECILES; i++) {
            count[i] += sign * other.tokens[i];
            sum[i] += sign * other.expected[i];
            stood[i] += sign * other.kept[i];
        }
        return new Calibration(count, sum, stood);
    }

    long count() {
        return Arrays.stream(tokens).sum();
    }

    /** Mean expected probability of a decile; NaN if it has no tokens. */
    double expectedShare(int decile) {
        return expected[decile] / tokens[decile];
    }

    /** Share of a decile's tokens that stood; NaN if it has none. */
    double keptShare(int decile) {
        return (double) kept[decile] / tokens[decile];
    }

    /**
     * Mean difference between expected and true, in points (0 to 100), each decile weighted by its
     * tokens; NaN without any.
     */
    double error() {
        double sum = 0;
        for (int i = 0; i < DECILES; i++) {
            sum += Math.abs(expected[i] - kept[i]);
        }
        return 100 * sum / count();
    }
}
