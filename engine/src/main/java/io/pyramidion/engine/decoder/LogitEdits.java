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

/**
 * Changes of the logits that the draws of a {@link Row} see, a few tokens at a time: nothing of the
 * vocabulary's size. A change holds for a run of neighbouring draws; for one draw there is at most
 * one change of each token.
 */
public final class LogitEdits {

    /** Changes nothing. */
    public static final LogitEdits NONE = new LogitEdits(new int[0]);

    private final int[] allowed;
    private int[] runs = new int[0];
    private double[] values = new double[0];
    private int size;

    /**
     * @param allowed the only tokens that may be drawn; empty allows all
     */
    public LogitEdits(int[] allowed) {
        this.allowed = allowed;
    }

    /**
     * Changes a token's logit: adds {@code bias}, then divides what is positive by {@code factor}
     * and multiplies the rest with it, then adds {@code addend}.
     *
     * @param firstDraw first draw that sees it, counted within the row
     * @param draws how many draws see it
     * @param addend minus infinity bans the token
     */
    public void add(
            int token, int firstDraw, int draws, double bias, double factor, double addend) {
        if (3 * size == runs.length) {
            runs = Arrays.copyOf(runs, 2 * runs.length + 24);
            values = Arrays.copyOf(values, runs.length);
        }
        int at = 3 * size++;
        runs[at] = firstDraw;
        runs[at + 1] = draws;
        runs[at + 2] = token;
        values[at] = bias;
        values[at + 1] = factor;
        values[at + 2] = addend;
    }

    int[] allowed() {
        return allowed;
    }

    int size() {
        return size;
    }

    /** First draw, number of draws or token of a change: {@code field} is 0, 1 or 2. */
    int run(int edit, int field) {
        return runs[3 * edit + field];
    }

    /** Bias, factor or addend of a change: {@code field} is 0, 1 or 2. */
    double value(int edit, int field) {
        return values[3 * edit + field];
    }
}
