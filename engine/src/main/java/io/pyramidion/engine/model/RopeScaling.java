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

import java.util.List;

/**
 * How rotary frequencies are stretched for contexts longer than the ones first trained on. Computed
 * in float32 where transformers does so, that angles agree with it. Immutable.
 */
public sealed interface RopeScaling {

    /**
     * The angle per position of each pair of dimensions, in radians.
     *
     * @param theta base of the geometric row of wavelengths
     * @param dims dimensions that are rotated, even
     * @return {@code dims / 2} values
     */
    float[] frequencies(double theta, int dims);

    /** What cosine and sine are multiplied by. */
    default double attentionFactor() {
        return 1;
    }

    /**
     * The longest context for which a position's rotation does not depend on how many follow.
     *
     * @param stated what the configuration says, in tokens
     */
    default int maxPositions(int stated) {
        return stated;
    }

    private static float[] plain(double theta, int dims) {
        float[] frequencies = new float[dims / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1f / power(theta, i, dims);
        }
        return frequencies;
    }

    private static float power(double theta, int pair, int dims) {
        return (float) Math.pow((float) theta, 2f * pair / dims);
    }

    /**
     * Frequencies as they are. What transformers calls {@code dynamic} changes none up to {@code
     * max_position_embeddings}, which no context exceeds here.
     */
    record None() implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dims) {
            return plain(theta, dims);
        }
    }

    /** No rotation at all. */
    record Still() implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dims) {
            return new float[dims / 2];
        }
    }

    /**
     * Position interpolation: every frequency is divided.
     *
     * @param factor divisor, at least 1
     */
    record Linear(double factor) implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dims) {
            float[] frequencies = plain(theta, dims);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= (float) factor;
            }
            return frequencies;
        }
    }

    /**
     * Llama 3.1's scaling: long wavelengths are divided, short ones kept, those between blended.
     *
     * @param factor divisor of the low frequencies, at least 1
     * @param lowFrequencyFactor wavelengths above {@code originalPositions / lowFrequencyFactor}
     *     are divided
     * @param highFrequencyFactor wavelengths below {@code originalPositions / highFrequencyFactor}
     *     are kept; more than {@code lowFrequencyFactor}
     * @param originalPositions context length before scaling, in tokens
     */
    record Llama3(
            double factor,
            double lowFrequencyFactor,
            double highFrequencyFactor,
            int originalPositions)
            implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dims) {
            float[] frequencies = plain(theta, dims);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = scale(frequencies[i]);
            }
            return frequencies;
        }

        private float scale(float inverseFrequency) {
            float wavelength = (float) (2 * Math.PI) / inverseFrequency;
            if (wavelength < (float) (originalPositions / highFrequencyFactor)) {
                return inverseFrequency;
            }
            float divided = inverseFrequency / (float) factor;
            if (wavelength > (float) (originalPositions / lowFrequencyFactor)) {
                return divided;
            }
            float smooth =
                    (originalPositions / wavelength - (float) lowFrequencyFactor)
                            / (float) (highFrequencyFactor - lowFrequencyFactor);
            return (1 - smooth) * divided + smooth * inverseFrequency;
        }
    }

    /**
     * YaRN: pairs that turn often within the original context are kept, those that turn less than
     * once or so are divided, and between them there is a ramp over the pairs.
     *
     * @param factor divisor, at least 1
     * @param originalPositions context length before scaling, in tokens
     * @param attentionFactor what cosine and sine are multiplied by
     * @param fastTurns turns from which a pair is kept
     * @param slowTurns turns below which a pair is divided, at most {@code fastTurns}
     * @param truncate whether the ramp begins and ends at whole pairs
     */
    record Yarn(
            double factor,
            int originalPositions,
            double attentionFactor,
            double fastTurns,
            double slowTurns,
            boolean truncate)
            implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dims) {
            double low = pair(fastTurns, theta, dims);
            double high = pair(slowTurns, theta, dims);
            if (truncate) {
                low = Math.floor(low);
                high = Math.ceil(high);
            }
            low = Math.max(low, 0);
            high = Math.min(high, dims - 1);
            // A ramp without a width would divide by zero.
            float width = (float) (high == low ? 0.001 : high - low);
            float[] frequencies = new float[dims / 2];
            for (int i = 0; i < frequencies.length; i++) {
                float power = power(theta, i, dims);
                float kept = 1 - Math.min(1, Math.max(0, (i - (float) low) / width));
                frequencies[i] = 1 / ((float) factor * power) * (1 - kept) + 1 / power * kept;
            }
            return frequencies;
        }

        /** Which pair turns so often within the original context; a fraction, may be negative. */
        private double pair(double turns, double theta, int dims) {
            return dims
                    * Math.log(originalPositions / (turns * 2 * Math.PI))
                    / (2 * Math.log(theta));
        }
    }

    /**
     * LongRoPE: every pair has a divisor of its own, one for contexts up to the original length and
     * another beyond it. Keys that were cached at the one cannot be compared with queries rotated
     * by the other, so contexts end at the original length, and the first divisors hold.
     *
     * @param divisors of each pair
     * @param originalPositions context length before scaling, in tokens
     * @param attentionFactor what cosine and sine are multiplied by
     */
    record LongRope(List<Float> divisors, int originalPositions, double attentionFactor)
            implements RopeScaling {

        public LongRope {
            divisors = List.copyOf(divisors);
        }

        @Override
        public float[] frequencies(double theta, int dims) {
            float[] frequencies = new float[dims / 2];
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = 1 / (divisors.get(i) * power(theta, i, dims));
            }
            return frequencies;
        }

        @Override
        public int maxPositions(int stated) {
            return Math.min(stated, originalPositions);
        }
    }
}
