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
package io.pyramidion.engine.model;

/**
 * Rotary position embedding of a decoder's layers.
 *
 * @param theta base of the geometric row of wavelengths
 * @param scaling how the frequencies are stretched for long contexts
 */
public record RopeSettings(double theta, RopeScaling scaling) {

    /** Positions change nothing. */
    static final RopeSettings STILL = new RopeSettings(1, new RopeScaling.Still());

    /**
     * The angle per position of each pair of dimensions, in radians.
     *
     * @param dims dimensions that are rotated, even
     * @return {@code dims / 2} values
     */
    public float[] inverseFrequencies(int dims) {
        return scaling.frequencies(theta, dims);
    }
}
