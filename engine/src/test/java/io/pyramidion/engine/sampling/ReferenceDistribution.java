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
package io.pyramidion.engine.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The distribution that sampling is to follow, written down plainly and independently of the
 * decoder program: softmax of logits over temperature, then min-p, top-k and top-p, renormalized.
 */
public final class ReferenceDistribution {

    private ReferenceDistribution() {}

    public static double[] of(double[] logits, SamplingParameters sampling) {
        double[] p = softmax(Arrays.stream(logits).map(x -> x / sampling.temperature()).toArray());
        double largest = Arrays.stream(p).max().orElseThrow();
        for (int i = 0; i < p.length; i++) {
            p[i] = p[i] < sampling.minP() * largest ? 0 : p[i];
        }
        normalize(p);
        Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
        double[] byProbability = p.clone();
        Arrays.sort(order, Comparator.comparingDouble(i -> -byProbability[i]));
        if (sampling.topK() > 0) {
            for (int rank = sampling.topK(); rank < order.length; rank++) {
                p[order[rank]] = 0;
            }
            normalize(p);
        }
        double mass = 0;
        for (Integer token : order) {
            double own = p[token];
            p[token] = mass >= sampling.topP() ? 0 : own;
            mass += own;
        }
        normalize(p);
        return p;
    }

    private static double[] softmax(double[] z) {
        double largest = Arrays.stream(z).max().orElseThrow();
        double[] p = Arrays.stream(z).map(x -> Math.exp(x - largest)).toArray();
        normalize(p);
        return p;
    }

    private static void normalize(double[] p) {
        double sum = Arrays.stream(p).sum();
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
    }
}
