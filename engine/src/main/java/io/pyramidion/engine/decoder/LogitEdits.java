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
 * Changes of the logits of a few tokens. Whoever makes one fills it, and changes it no more once a
 * {@link DrawConstraint} holds it; many may hold the same one.
 */
public final class LogitEdits {

    private int[] tokens = new int[0];
    private double[] values = new double[0];
    private int size;

    /**
     * Changes a token's logit: adds {@code bias}, then divides what is positive by {@code factor}
     * and multiplies the rest with it, then adds {@code addend}.
     *
     * @param token one without a change so far
     * @param addend minus infinity bans the token
     */
    public void add(int token, double bias, double factor, double addend) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size + 1);
            values = Arrays.copyOf(values, 3 * tokens.length);
        }
        tokens[size] = token;
        values[3 * size] = bias;
        values[3 * size + 1] = factor;
        values[3 * size + 2] = addend;
        size++;
    }

    /** Tokens whose logits change. */
    public int size() {
        return size;
    }

    int token(int edit) {
        return tokens[edit];
    }

    double bias(int edit) {
        return values[3 * edit];
    }

    double factor(int edit) {
        return values[3 * edit + 1];
    }

    double addend(int edit) {
        return values[3 * edit + 2];
    }
}
