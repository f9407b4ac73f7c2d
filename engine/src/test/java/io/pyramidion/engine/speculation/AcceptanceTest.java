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
package io.pyramidion.engine.speculation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptanceTest {

    private static final double NOT_ASKED = Double.NaN;

    @Test
    void withoutToleranceOnlyTheVerifiersOwnTokensStand() {
        assertThat(count(0, draws(new int[] {7, 8, 1}, NOT_ASKED, NOT_ASKED, NOT_ASKED)))
                .isEqualTo(2);
    }

    @Test
    void nearTokensStandThoughTheVerifierDrewOthers() {
        assertThat(count(0.3, draws(new int[] {1, 2, 3}, 0.3, 0.2, 0.31))).isEqualTo(2);
    }

    @Test
    void aFarTokenThatTheVerifierDrewTooStands() {
        assertThat(count(0.3, draws(new int[] {7, 2, 3}, 0.9, 0.1, 0.9))).isEqualTo(2);
    }

    private static int count(double limit, StageDraws drawn) {
        TokenBuffer tokens = new TokenBuffer(new int[] {5}, new int[0]);
        for (int token : new int[] {7, 8, 9}) {
            tokens.propose(token, TokenBuffer.NO_ORIGIN);
        }
        return Acceptance.count(tokens, 1, 3, drawn, 0, limit);
    }

    private static StageDraws draws(int[] tokens, double... divergences) {
        return new StageDraws(tokens, new int[tokens.length], divergences);
    }
}
