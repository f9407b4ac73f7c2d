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

import java.util.Arrays;

/** Divergences as their definitions say, in double precision. */
final class ReferenceDivergence {

    private ReferenceDivergence() {}

    static double of(Divergence measure, double[] verifier, double[] proposer, int token) {
        double[] p = softmax(verifier);
        double[] q = softmax(proposer);
        double[] m = new double[p.length];
        double variation = 0;
        for (int i = 0; i < m.length; i++) {
            m[i] = (p[i] + q[i]) / 2;
            variation += Math.abs(p[i] - q[i]) / 2;
        }
        return switch (measure) {
            case JS -> (kullbackLeibler(p, m) + kullbackLeibler(q, m)) / 2;
            case TV -> variation;
            case KL -> kullbackLeibler(q, p);
            case KL_REVERSED -> kullbackLeibler(p, q);
            case LOGIT -> Math.abs(verifier[token] - proposer[token]);
        };
    }

    private static double kullbackLeibler(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * Math.log(a[i] / b[i]);
        }
        return sum;
    }

    private static double[] softmax(double[] logits) {
        double max = Arrays.stream(logits).max().orElseThrow();
        double[] p = Arrays.stream(logits).map(logit -> Math.exp(logit - max)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / sum).toArray();
    }
}
