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

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.RoundOutcome;

/** What requests lately brought to read. Not thread-safe. */
final class Traffic {

    private static final double MEMORY = 0.995;

    private double prompted;
    private double gained;

    /** Learns from a round. */
    void learn(RoundOutcome outcome) {
        prompted = prompted * MEMORY + read(outcome);
        gained = gained * MEMORY + outcome.newTokens();
    }

    /** Prompt tokens that the target read. */
    private static int read(RoundOutcome outcome) {
        return outcome.passes().stream()
                .filter(pass -> pass.model() == ModelRole.TARGET && pass.draws() == 0)
                .mapToInt(RoundOutcome.Pass::positions)
                .sum();
    }

    /** Prompt tokens that come for each token that is generated. */
    double promptShare() {
        return gained < 1 ? 0 : prompted / gained;
    }
}
