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

/**
 * Expected against true acceptance, by tenths of what was expected: in total, and of late with
 * older tokens fading. Not thread-safe.
 */
public final class Calibration {

    /** Classes of expectation, each a tenth wide. */
    public static final int DECILES = 10;

    private static final double FADING = 0.9995;

    private final double[] expected = new double[DECILES];
    private final double[] kept = new double[DECILES];
    private final double[] seen = new double[DECILES];
    private final double[] totalExpected = new double[DECILES];
    private final long[] totalKept = new long[DECILES];
    private final long[] totalSeen = new long[DECILES];

    void learn(double probability, boolean taken) {
        for (int i = 0; i < DECILES; i++) {
            expected[i] *= FADING;
            kept[i] *= FADING;
            seen[i] *= FADING;
        }
        int decile = Math.min(DECILES - 1, (int) (probability * DECILES));
        expected[decile] += probability;
        kept[decile] += taken ? 1 : 0;
        seen[decile]++;
        totalExpected[decile] += probability;
        totalKept[decile] += taken ? 1 : 0;
        totalSeen[decile]++;
    }

    /** All tokens so far by decile. */
    public long[] totalSeen() {
        return totalSeen.clone();
    }

    /** Those of them that were kept. */
    public long[] totalKept() {
        return totalKept.clone();
    }

    /** Sum of what was expected of them. */
    public double[] totalExpected() {
        return totalExpected.clone();
    }

    /** Tokens lately expected in a decile, the older ones counted less. */
    public double seen(int decile) {
        return seen[decile];
    }

    /** Mean expectation in a decile; NaN if there is none. */
    public double expected(int decile) {
        return expected[decile] / seen[decile];
    }

    /** Share of a decile's tokens that was kept; NaN if there is none. */
    public double kept(int decile) {
        return kept[decile] / seen[decile];
    }

    /** Mean distance of the two over all deciles, by their tokens; 0 before the first. */
    public double error() {
        double all = 0;
        double distance = 0;
        for (int i = 0; i < DECILES; i++) {
            all += seen[i];
            distance += Math.abs(expected[i] - kept[i]);
        }
        return all == 0 ? 0 : distance / all;
    }
}
