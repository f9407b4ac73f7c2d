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

import io.pyramidion.engine.sampling.SamplingParameters;

import java.util.Optional;

/**
 * One token to draw after a position of a batch.
 *
 * @param sampling how
 * @param noiseKey key of the noise, see {@link io.pyramidion.engine.sampling.Noise#key}
 * @param constraint what may be drawn, and how the logits are changed first
 * @param kept whether the {@link Ledger} keeps the logits
 * @param comparison what to compare the logits with
 * @param scoring of which tokens to tell log-probabilities
 * @param measured whether to tell the {@link Confidence}
 */
public record Draw(
        SamplingParameters sampling,
        long noiseKey,
        DrawConstraint constraint,
        boolean kept,
        Optional<Comparison> comparison,
        Optional<Scoring> scoring,
        boolean measured) {

    /** A draw of any token that leaves nothing behind. */
    public Draw(SamplingParameters sampling, long noiseKey) {
        this(sampling, noiseKey, DrawConstraint.NONE);
    }

    /** A draw that leaves nothing behind. */
    public Draw(SamplingParameters sampling, long noiseKey, DrawConstraint constraint) {
        this(sampling, noiseKey, constraint, false, Optional.empty());
    }

    /** A draw that tells neither log-probabilities nor its confidence. */
    public Draw(
            SamplingParameters sampling,
            long noiseKey,
            DrawConstraint constraint,
            boolean kept,
            Optional<Comparison> comparison) {
        this(sampling, noiseKey, constraint, kept, comparison, Optional.empty(), false);
    }
}
