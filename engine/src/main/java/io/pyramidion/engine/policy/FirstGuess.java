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
        return stage == AcceptanceStage.PROMPT_LOOKUP ? 0.5 : 0.8;
    }

    /** Weights of an {@link AcceptanceModel} for tokens drawn by chance. */
    static double[] sampled(AcceptanceStage stage) {
        return switch (stage) {
            case DRAFT_QUALIFIER -> new double[] {0.2, 1.25, 0.2, 0};
            case QUALIFIER_TARGET -> new double[] {0.15, 1.3, 0, -0.28};
            case DRAFT_TARGET, PROMPT_LOOKUP -> new double[] {0.7, 0.98, 0.09, -0.31};
        };
    }

    /** Weights for the likeliest tokens: no noise widens their margin. */
    static double[] greedy(AcceptanceStage stage) {
        return switch (stage) {
            case DRAFT_QUALIFIER -> new double[] {-0.6, 1.96, 1.5, 0.97};
            case QUALIFIER_TARGET -> new double[] {-0.2, 2.5, 1.26, 0.6};
            case DRAFT_TARGET, PROMPT_LOOKUP -> new double[] {0.5, 1.23, 1.56, 0.65};
        };
    }
}
