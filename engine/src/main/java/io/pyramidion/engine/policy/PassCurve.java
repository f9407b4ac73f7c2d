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

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one kind of pass of one model costs by the number of positions that it feeds: piecewise
 * linear, never falling. Starts from measured points or from a guess; every real pass corrects it,
 * mostly as a whole (another job on the machine slows all sizes down alike) and a little near its
 * own size. Thread-safe: the subtasks of a JVM share it.
 */
final class PassCurve {

    /** Sizes that the curve is kept at. */
    static final int[] SIZES = {
        1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024
    };

    private static final double WHOLE = 0.03;
    private static final double LOCAL = 0.1;

    /** What the whole curve learns of the first pass that takes less than expected. */
    private static final double QUICK = 0.8;

    /** What one size learns of its neighbour, and of the next one the square of that. */
    private static final double NEIGHBOUR = 0.5;

    /** Largest surprise that one pass can be: a pause of the machine is no property of a size. */
    private static final double MOST_SURPRISING = 0.5;

    /** And the largest in the other direction: a profile that was wrong by three. */
    private static final double MOST_PLEASANT = Math.log(3);

    private static final double ERROR_MEMORY = 0.02;

    /** A curve that no pass has corrected may be so many times too high. */
    private static final double UNPROVEN = 3;

    /** Passes that prove a curve, and what is left of one for each round that went by. */
    private static final double PROVING = 2;

    private static final double AGING = 0.9998;

    /** Passes of about a size after which it is mostly the machine that surprises there. */
    private static final double TRUSTING = 30;

    /** Positions up to which the curve is laid out. */
    private static final int LOOKED_UP = 256;

    private final double[] base;
    private final double[] bias = new double[SIZES.length];
    private final double[] fitted = new double[SIZES.length];
    private final double[] seen = new double[SIZES.length];
    private volatile double[] looked;
    private double whole;
    private double error;
    private double passes;

    /**
     * @param nanos nanoseconds by size, at least one; what lies between two is on the line through
     *     them, and behind the last its slope goes on
     */
    PassCurve(NavigableMap<Integer, Double> nanos) {
        base = new double[SIZES.length];
        for (int i = 0; i < base.length; i++) {
            base[i] = between(nanos, SIZES[i]);
        }
        fit();
    }

    /** A pass that takes so long whatever its size, and so much more for each position. */
    static PassCurve straight(double fixedNanos, double nanosPerPosition) {
        NavigableMap<Integer, Double> ends = new TreeMap<>();
        for (int size : new int[] {1, 2}) {
            ends.put(size, fixedNanos + size * nanosPerPosition);
        }
        return new PassCurve(ends);
    }

    private static double between(NavigableMap<Integer, Double> known, int size) {
        Map.Entry<Integer, Double> below = known.floorEntry(size);
        Map.Entry<Integer, Double> above = known.higherEntry(size);
        if (below == null) {
            return above.getValue();
        }
        if (above == null) {
            above = below;
            below = known.lowerEntry(above.getKey());
            if (below == null) {
                return above.getValue() * size / above.getKey();
            }
        }
        double slope = (above.getValue() - below.getValue()) / (above.getKey() - below.getKey());
        return below.getValue() + Math.max(0, slope) * (size - below.getKey());
    }

    /**
     * Nanoseconds of a pass over so many positions; fractions are between whole ones. Asked many
     * times a round, so that it takes no lock and looks them up.
     */
    double nanos(double positions) {
        double[] curve = looked;
        if (curve == null) {
            curve = refitted();
        }
        int below = (int) positions;
        if (below >= LOOKED_UP) {
            double slope = curve[LOOKED_UP] - curve[LOOKED_UP - 1];
            return curve[LOOKED_UP] + slope * (positions - LOOKED_UP);
        }
        return curve[below] + (positions - below) * (curve[below + 1] - curve[below]);
    }

    private synchronized double[] refitted() {
        fit();
        return looked;
    }

    /**
     * By how much a pass that took {@code nanos} differs from what was expected: the logarithm of
     * the ratio, and no more than one pass may tell.
     */
    synchronized double surprise(int positions, double nanos) {
        double surprise = Math.log(Math.max(1, nanos) / predicted(positions));
        return Math.max(-MOST_PLEASANT, Math.min(MOST_SURPRISING, surprise));
    }

    /** How well passes of about this size are known, from 0 to 1. */
    synchronized double trust(int positions) {
        int i = segment(positions);
        double share = Math.min(1, share(positions, i));
        double passes = seen[i] + share * (seen[i + 1] - seen[i]);
        return -Math.expm1(-passes / TRUSTING);
    }

    /**
     * Learns from a pass that took {@code nanos}.
     *
     * @param common what of its surprise the machine accounts for and not this curve
     */
    synchronized void learn(int positions, double nanos, double common) {
        error +=
                ERROR_MEMORY
                        * (Math.min(1, Math.abs(Math.max(1, nanos) / predicted(positions) - 1))
                                - error);
        double step = surprise(positions, nanos) - common;
        passes++;
        // A pass may be held up, but none is faster than it can be.
        whole += (step < 0 ? Math.max(WHOLE, QUICK / passes) : WHOLE) * step;
        int i = segment(positions);
        double at = i + Math.min(1, share(positions, i));
        for (int j = 0; j < bias.length; j++) {
            double distance = Math.abs(j - at);
            bias[j] += LOCAL * Math.pow(NEIGHBOUR, distance) * step;
            seen[j] += Math.max(0, 1 - distance);
        }
        looked = null;
    }

    private double predicted(int positions) {
        int i = segment(positions);
        return corrected(i) + share(positions, i) * (corrected(i + 1) - corrected(i));
    }

    private double corrected(int i) {
        return base[i] * Math.exp(whole + bias[i]);
    }

    /** A round of one of the subtasks that share this went by: what passes proved is older. */
    synchronized void age() {
        passes *= AGING;
        for (int i = 0; i < seen.length; i++) {
            seen[i] *= AGING;
        }
    }

    /** The curve as low as it may be, for all that passes have proved of it. */
    synchronized PassCurve hopeful() {
        double factor = 1 / (1 + (UNPROVEN - 1) * Math.exp(-passes / PROVING));
        NavigableMap<Integer, Double> lower = new TreeMap<>();
        for (int i = 0; i < SIZES.length; i++) {
            lower.put(SIZES[i], factor * corrected(i));
        }
        return new PassCurve(lower);
    }

    /** Mean of how far predictions were off lately, as a share of them, at most 1 each. */
    synchronized double error() {
        return error;
    }

    /** The last segment goes on behind its end. */
    private static int segment(double positions) {
        int i = 0;
        while (i < SIZES.length - 2 && SIZES[i + 1] <= positions) {
            i++;
        }
        return i;
    }

    private static double share(double positions, int i) {
        return Math.max(0, (positions - SIZES[i]) / (SIZES[i + 1] - SIZES[i]));
    }

    /**
     * The nearest curve that never falls (pool adjacent violators); each size counts by its passes,
     * and as one for the profile.
     */
    private void fit() {
        int blocks = 0;
        int[] lengths = new int[SIZES.length];
        double[] weights = new double[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            fitted[blocks] = corrected(i);
            weights[blocks] = 1 + seen[i];
            lengths[blocks++] = 1;
            while (blocks > 1 && fitted[blocks - 2] > fitted[blocks - 1]) {
                double together = weights[blocks - 2] + weights[blocks - 1];
                fitted[blocks - 2] =
                        (fitted[blocks - 2] * weights[blocks - 2]
                                        + fitted[blocks - 1] * weights[blocks - 1])
                                / together;
                weights[blocks - 2] = together;
                lengths[blocks - 2] += lengths[blocks - 1];
                blocks--;
            }
        }
        for (int to = SIZES.length - 1, block = blocks - 1; block >= 0; block--) {
            double level = fitted[block];
            for (int i = 0; i < lengths[block]; i++) {
                fitted[to--] = level;
            }
        }
        looked = laidOut();
    }

    private double[] laidOut() {
        double[] curve = new double[LOOKED_UP + 1];
        curve[0] = fitted[0];
        int i = 0;
        for (int positions = 1; positions < curve.length; positions++) {
            while (SIZES[i + 1] < positions) {
                i++;
            }
            curve[positions] = fitted[i] + share(positions, i) * (fitted[i + 1] - fitted[i]);
        }
        return curve;
    }
}
