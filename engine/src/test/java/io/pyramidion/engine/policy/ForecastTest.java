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
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What a forecast lets a round do. */
class ForecastTest {

    private final Acceptances acceptances = new Acceptances();

    @Test
    void candidatesKeepToTheRequestsBounds() {
        assertThat(most(new Speculation(true, false, 4, 1), 0, 16)).isEqualTo(4);
        assertThat(most(new Speculation(true, true, 4, 9), 0, 16)).isEqualTo(9);
        assertThat(most(Speculation.OFF, 0, 16)).isZero();
    }

    @Test
    void candidatesKeepToTheControllersBounds() {
        assertThat(most(Batches.ADAPTIVE, 0, 3)).isEqualTo(3);
        assertThat(most(Batches.ADAPTIVE, 0, 0)).isZero();
    }

    @Test
    void candidatesKeepToTheRoomThatIsLeft() {
        // The target adds a token of its own.
        assertThat(most(Batches.ADAPTIVE, Batches.MAX_TOKENS - 3, 16)).isEqualTo(2);
        assertThat(most(Batches.ADAPTIVE, Batches.MAX_TOKENS - 1, 16)).isZero();
    }

    @Test
    void whatDoesNotAdaptIsLeftAlone() {
        assertThat(most(Batches.FIXED, 0, 16)).isZero();
    }

    @Test
    void aModelThatTheRequestDoesNotUseProposesNothing() {
        Forecast forecast = of(Batches.sequence(new Speculation(true, false, 4, 1), 0), 16);

        assertThat(forecast.most(0, Arm.DRAFT_TARGET)).isEqualTo(4);
        assertThat(forecast.most(0, Arm.QUALIFIER_TARGET)).isZero();
        assertThat(forecast.most(0, Arm.DRAFT_QUALIFIER_TARGET)).isZero();
        assertThat(forecast.most(0, Arm.PROMPT_LOOKUP)).isZero();
    }

    @Test
    void eachArmKeepsToTheLengthThatBoundsIt() {
        Speculation bounds = new Speculation(true, true, 2, 9, true, Tolerance.NONE);
        Forecast forecast = of(Batches.sequence(bounds, 0), 16);

        assertThat(forecast.most(0, Arm.OFF)).isZero();
        assertThat(forecast.most(0, Arm.PROMPT_LOOKUP)).isEqualTo(2);
        assertThat(forecast.most(0, Arm.DRAFT_TARGET)).isEqualTo(2);
        assertThat(forecast.most(0, Arm.QUALIFIER_TARGET)).isEqualTo(9);
        assertThat(forecast.most(0, Arm.DRAFT_QUALIFIER_TARGET)).isEqualTo(9);
    }

    @Test
    void tellsWhatModelsLackUnlessTheyAreAtHand() {
        Forecast forecast = of(Batches.sequence(Batches.ADAPTIVE, 20), 16);

        assertThat(forecast.lag()[ModelRole.DRAFT.ordinal()]).containsExactly(Batches.PROMPT + 20);
    }

    @Test
    void hopesForMoreThanItExpects() {
        List<Sequence> batch = Batches.adaptive(1);
        Pacing none = Pacing.of(batch, 0, 0);

        double expected = Forecast.of(batch, acceptances, 16, none, false).draftTarget()[0];
        double hoped = Forecast.of(batch, acceptances, 16, none, true).draftTarget()[0];

        assertThat(hoped).isGreaterThan(expected).isLessThan(1);
    }

    private int most(Speculation speculation, int generated, int maxCandidates) {
        return of(Batches.sequence(speculation, generated), maxCandidates).most()[0];
    }

    private Forecast of(Sequence sequence, int maxCandidates) {
        List<Sequence> batch = List.of(sequence);
        return Forecast.of(batch, acceptances, maxCandidates, Pacing.of(batch, 0, 0), false);
    }
}
