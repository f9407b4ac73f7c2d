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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.decoder.Confidence;

/**
 * Probability that a verifier keeps a proposed token, from what the proposer knows of it: a
 * logistic model of the perturbed margin, the log-probability and the entropy, learned online by an
 * extended Kalman filter. A draft and its verifier draw by the same noise, so that the margin tells
 * most. Each running sequence adds an intercept of its own, which learns faster. Not thread-safe.
 */
final class AcceptanceModel {

    /** The intercept of one sequence. Not thread-safe. */
    static final class Intercept {

        private static final double MOST = 1;
        private static final double DRIFT = 0.004;

        private double value;
        private double variance = 0.4;

        private Intercept(double value) {
            this.value = value;
        }

        private void learn(double surprise, double spread) {
            double gain = variance / (1 + spread * variance);
            value += gain * surprise;
            variance = Math.min(MOST, gain + DRIFT);
        }
    }

    private static final int FEATURES = 4;
    private static final double DOUBT = 0.05;

    /** What is known fades, so that a change of the traffic is followed. */
    private static final double FADING = 0.9995;

    private static final double MOST_DOUBT = 0.5;
    private static final double LARGEST_MARGIN = 8;

    /** Share of one token in what is usual of a sequence. */
    private static final double USUAL = 0.01;

    private final double[] weights;
    private final double[][] covariance = new double[FEATURES][FEATURES];
    private final double[] features = new double[FEATURES];
    private final double[] turned = new double[FEATURES];
    private double usual;

    /**
     * @param weights to start with: of the constant, the margin, the log-probability and the
     *     entropy
     */
    AcceptanceModel(double... weights) {
        this.weights = weights.clone();
        for (int i = 0; i < FEATURES; i++) {
            covariance[i][i] = DOUBT;
        }
    }

    /** For a new sequence, which is taken to be as those lately were. */
    Intercept intercept() {
        return new Intercept(usual);
    }

    /** From 0 to 1, neither included. */
    double probability(Confidence of, Intercept own) {
        read(of);
        return probability(own);
    }

    /** Learns whether a token was kept. */
    void learn(Confidence of, Intercept own, boolean kept) {
        read(of);
        double probability = probability(own);
        double spread = probability * (1 - probability);
        double surprise = (kept ? 1 : 0) - probability;
        own.learn(surprise, spread);
        usual += USUAL * (own.value - usual);
        double reach = 0;
        for (int i = 0; i < FEATURES; i++) {
            turned[i] = 0;
            for (int j = 0; j < FEATURES; j++) {
                turned[i] += covariance[i][j] * features[j];
            }
            reach += turned[i] * features[i];
        }
        double scale = 1 / (1 + spread * reach);
        for (int i = 0; i < FEATURES; i++) {
            weights[i] += scale * surprise * turned[i];
        }
        for (int i = 0; i < FEATURES; i++) {
            for (int j = i; j < FEATURES; j++) {
                double known = scale * spread * turned[i] * turned[j];
                covariance[i][j] = (covariance[i][j] - known) / FADING;
                // Both halves must stay the same bits: the fading would let a difference by
                // rounding grow until the weights run away, after some 70,000 tokens.
                covariance[j][i] = covariance[i][j];
            }
        }
        limitDoubt();
    }

    /** Without news of a kind the fading alone would let doubt grow for ever. */
    private void limitDoubt() {
        for (int i = 0; i < FEATURES; i++) {
            if (covariance[i][i] > MOST_DOUBT) {
                double factor = Math.sqrt(MOST_DOUBT / covariance[i][i]);
                for (int j = 0; j < FEATURES; j++) {
                    covariance[i][j] *= factor;
                    covariance[j][i] *= factor;
                }
            }
        }
    }

    /** A copy of the weights, in the constructor's order. */
    double[] weights() {
        return weights.clone();
    }

    private double probability(Intercept own) {
        double sum = own.value;
        for (int i = 0; i < FEATURES; i++) {
            sum += weights[i] * features[i];
        }
        return 1 / (1 + Math.exp(-Math.max(-12, Math.min(12, sum))));
    }

    private void read(Confidence of) {
        features[0] = 1;
        features[1] = Math.min(LARGEST_MARGIN, of.margin());
        features[2] = Math.max(-LARGEST_MARGIN, of.logProbability());
        features[3] = Math.min(LARGEST_MARGIN, of.entropy());
    }
}
