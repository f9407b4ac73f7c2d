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

/**
 * How sure a model was of a token that it drew. Of a draw by chance all three numbers are about
 * logits over temperature, of a greedy one about the logits themselves; edits and bans count in
 * each. Always finite.
 *
 * @param margin by how much the token beat the next best one in what was compared: in logits over
 *     temperature plus the noise, after truncation, or in logits where the draw is greedy; 0 to
 *     {@value #MAX_MARGIN}, which also stands for a token that was the only one allowed
 * @param logProbability of the token before truncation, natural logarithm; {@value
 *     #MIN_LOG_PROBABILITY} to 0
 * @param entropy of the distribution before truncation, in nats; at least 0
 */
public record Confidence(float margin, float logProbability, float entropy) {

    /** The largest margin told. */
    public static final float MAX_MARGIN = 30;

    /** The smallest log-probability told. */
    public static final float MIN_LOG_PROBABILITY = -30;

    /** Puts infinite numbers, and what rounding brought beyond a bound, on the bound. */
    static Confidence of(double margin, double logProbability, double entropy) {
        return new Confidence(
                (float) Math.max(0, margin < MAX_MARGIN ? margin : MAX_MARGIN),
                (float)
                        Math.min(
                                0,
                                logProbability > MIN_LOG_PROBABILITY
                                        ? logProbability
                                        : MIN_LOG_PROBABILITY),
                (float) (entropy > 0 ? entropy : 0));
    }
}
