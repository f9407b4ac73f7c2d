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
 * How rotary frequencies are stretched for contexts longer than the ones first trained on. Computed
 * in float32 throughout, as transformers does, so that angles agree with it.
 */
public sealed interface RopeScaling {

    /** The frequency to use in place of the plain one. */
    float scale(float inverseFrequency);

    /** Frequencies as they are. */
    record None() implements RopeScaling {
        @Override
        public float scale(float inverseFrequency) {
            return inverseFrequency;
        }
    }

    /**
     * Position interpolation: every frequency is divided.
     *
     * @param factor divisor, at least 1
     */
    record Linear(double factor) implements RopeScaling {
        @Override
        public float scale(float inverseFrequency) {
            return inverseFrequency / (float) factor;
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
        public float scale(float inverseFrequency) {
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
}
