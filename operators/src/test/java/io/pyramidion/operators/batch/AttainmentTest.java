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
package io.pyramidion.operators.batch;

import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.schemas.DeadlineAttainment;
import io.pyramidion.schemas.LatencyAttainment;
import io.pyramidion.schemas.ServiceLevelObjective;
import io.pyramidion.schemas.SloAttainment;
import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class AttainmentTest {

    private static final long SENT = 10_000;

    private static final ServiceLevelObjective ALL =
            ServiceLevelObjective.newBuilder()
                    .setSloClass("interactive")
                    .setTtftMs(200L)
                    .setTpotMs(40L)
                    .setDeadline(Instant.ofEpochMilli(SENT + 3_000))
                    .build();

    @Test
    void tellsWhatWasMet() {
        SloAttainment told = ended(FinishReason.STOP, 2_000, 180.0, 40.0);

        assertThat(told.getSloClass()).isEqualTo("interactive");
        assertThat(told.getTtftMs()).isEqualTo(new LatencyAttainment(200L, 180.0, true, 0.0));
        assertThat(told.getTpotMs()).isEqualTo(new LatencyAttainment(40L, 40.0, true, 0.0));
        assertThat(told.getDeadline())
                .isEqualTo(new DeadlineAttainment(at(3_000), at(2_000), true, 0.0));
        assertThat(told.getMet()).isTrue();
    }

    @Test
    void tellsWhatWasMissedAndByHowMuch() {
        SloAttainment told = ended(FinishReason.LENGTH, 3_100, 250.0, 42.5);

        assertThat(told.getTtftMs()).isEqualTo(new LatencyAttainment(200L, 250.0, false, 50.0));
        assertThat(told.getTpotMs()).isEqualTo(new LatencyAttainment(40L, 42.5, false, 2.5));
        assertThat(told.getDeadline())
                .isEqualTo(new DeadlineAttainment(at(3_000), at(3_100), false, 100.0));
        assertThat(told.getMet()).isFalse();
    }

    @Test
    void countsWhatNeverRanAsMissed() {
        SloAttainment told = ended(FinishReason.OVERLOADED, 150, null, null);

        assertThat(told.getTtftMs()).isEqualTo(new LatencyAttainment(200L, null, false, 0.0));
        assertThat(told.getTpotMs()).isEqualTo(new LatencyAttainment(40L, null, false, 0.0));
        assertThat(told.getDeadline())
                .isEqualTo(new DeadlineAttainment(at(3_000), null, false, 0.0));
        assertThat(ended(FinishReason.DEADLINE_EXCEEDED, 3_001, null, null).getTtftMs())
                .isEqualTo(new LatencyAttainment(200L, null, false, 2_801.0));
    }

    @Test
    void leavesOpenWhatACancellationCutShort() {
        SloAttainment told = ended(FinishReason.CANCELLED, 150, null, null);
        assertThat(told.getTtftMs().getMet()).isNull();
        assertThat(told.getTpotMs().getMet()).isNull();
        assertThat(told.getDeadline().getMet()).isNull();
        assertThat(told.getMet()).isNull();

        SloAttainment late = ended(FinishReason.CANCELLED, 350, null, null);
        assertThat(late.getTtftMs()).isEqualTo(new LatencyAttainment(200L, null, false, 150.0));
        assertThat(late.getMet()).isFalse();
    }

    @Test
    void isContentWithTextsTooShortToMeasure() {
        SloAttainment one = ended(FinishReason.STOP, 100, 100.0, null);
        assertThat(one.getTpotMs()).isEqualTo(new LatencyAttainment(40L, null, true, 0.0));
        assertThat(one.getMet()).isTrue();

        SloAttainment none = ended(FinishReason.STOP, 100, null, null);
        assertThat(none.getTtftMs()).isEqualTo(new LatencyAttainment(200L, 100.0, true, 0.0));
    }

    @Test
    void saysNothingWhereNothingWasWanted() {
        ServiceLevelObjective unknown =
                ServiceLevelObjective.newBuilder().setSloClass("of a later version").build();

        assertThat(Attainment.of(null, FinishReason.STOP, SENT, SENT, 1.0, 1.0)).isNull();
        assertThat(Attainment.of(unknown, FinishReason.STOP, SENT, SENT, 1.0, 1.0))
                .isEqualTo(new SloAttainment("standard", null, null, null, null));
    }

    private static SloAttainment ended(
            FinishReason reason, long after, Double firstToken, Double perToken) {
        return Attainment.of(ALL, reason, SENT, SENT + after, firstToken, perToken);
    }

    private static Instant at(long afterSent) {
        return Instant.ofEpochMilli(SENT + afterSent);
    }
}
