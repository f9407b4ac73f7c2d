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

import io.pyramidion.engine.speculation.AcceptanceStage;

/**
 * What is taken for granted before anything was seen: fitted to the bundled family, on tasks and
 * stories together.
 */
final class FirstGuess {

    private FirstGuess() {}

    /** Share of tokens that are kept. */
    static double rate(AcceptanceStage stage) {
        return stage == AcceptanceStage.PROMPT_LOOKUP ? 0.5 : 0.85;
    }

    /** Weights of an {@link AcceptanceModel} for tokens drawn by chance. */
    static double[] sampled(AcceptanceStage stage) {
        return new double[] {-0.6, 1.1, 0.2, -0.1};
    }

    /** Weights for the likeliest tokens: no noise widens their margin. */
    static double[] greedy(AcceptanceStage stage) {
        return new double[] {-0.2, 1.2, 0.3, -0.2};
    }
}
