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

import io.pyramidion.engine.speculation.Sequence;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

import static io.pyramidion.engine.policy.Batches.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How long a round may take. A tenth of every time is kept in reserve. */
class PacingTest {

    private static final long NOW = (long) (50 * MILLI);
    private static final double PLAIN = 5 * MILLI;

    @Test
    void aRoundMayTakeWhatIsInHandAndTheTimeOfItsTokens() {
        // Ten tokens after the first at 9 ms each, 50 ms of which are spent.
        Pacing pacing = Pacing.of(List.of(Batches.paced(11, 10)), NOW, PLAIN);

        assertThat(pacing.bounds()).isTrue();
        assertThat(pacing.allows(57.9 * MILLI, new double[] {2})).isTrue();
        assertThat(pacing.allows(58.1 * MILLI, new double[] {2})).isFalse();
        assertThat(pacing.left(20 * MILLI, new double[] {2})).isCloseTo(38 * MILLI, within(1.0));
    }

    @Test
    void theTightestSequenceBoundsTheRound() {
        Pacing pacing = Pacing.of(List.of(Batches.paced(11, 10), Batches.paced(7, 10)), NOW, PLAIN);

        assertThat(pacing.left(0, new double[] {1, 1})).isCloseTo(13 * MILLI, within(1.0));
    }

    @Test
    void withoutTargetsNothingIsBounded() {
        Pacing pacing = Pacing.of(Batches.adaptive(2), NOW, PLAIN);

        assertThat(pacing.bounds()).isFalse();
        assertThat(pacing.allows(1e15, new double[] {1, 1})).isTrue();
        assertThat(pacing.left(1e15, new double[] {1, 1})).isInfinite();
    }

    @Test
    void whatCannotKeepItsTimeBoundsNothing() {
        Pacing alone = Pacing.of(List.of(Batches.paced(11, 0.001)), NOW, PLAIN);
        assertThat(alone.bounds()).isFalse();

        Pacing beside =
                Pacing.of(List.of(Batches.paced(11, 0.001), Batches.paced(11, 10)), NOW, PLAIN);
        assertThat(beside.left(0, new double[] {1, 1})).isCloseTo(49 * MILLI, within(1.0));
    }

    @Test
    void whatHasNoTokenYetBoundsNothing() {
        Sequence waiting = Batches.paced(0, 10);
        waiting.aim(waiting.objective(), OptionalLong.empty());

        assertThat(Pacing.of(List.of(waiting), NOW, PLAIN).bounds()).isFalse();
    }

    @Test
    void anEmptyBatchBoundsNothing() {
        assertThat(Pacing.of(List.of(), NOW, PLAIN).bounds()).isFalse();
    }
}
