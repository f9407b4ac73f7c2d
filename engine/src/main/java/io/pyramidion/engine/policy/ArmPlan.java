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

import io.pyramidion.engine.speculation.Arm;

/**
 * What a round of one arm is expected to bring and to take.
 *
 * @param arm who proposes
 * @param lengths candidates of each sequence, by index; 0 for those that decode plainly
 * @param expected tokens of each sequence, by index
 * @param tokens tokens of all together
 * @param nanos the whole round, what models have to read first spread over the rounds to come
 */
record ArmPlan(Arm arm, int[] lengths, double[] expected, double tokens, double nanos) {

    /** Tokens per nanosecond. */
    double rate() {
        return tokens / nanos;
    }
}
