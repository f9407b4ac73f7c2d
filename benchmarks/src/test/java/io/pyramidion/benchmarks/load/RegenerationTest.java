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
package io.pyramidion.benchmarks.load;

import io.pyramidion.benchmarks.load.Regeneration.Overlap;
import io.pyramidion.benchmarks.load.Regeneration.Repeat;
import io.pyramidion.benchmarks.load.Regeneration.Restart;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Restarts at 50 s and 80 s, from snapshots begun at 40 s and 70 s. */
class RegenerationTest {

    private static final List<Restart> RESTARTS =
            List.of(new Restart(40_000, 50_000), new Restart(70_000, 80_000));

    @Test
    void whatCameSinceTheSnapshotHadToComeAgain() {
        assertThat(unfounded(repeat(45_000, 55_000))).isEmpty();
        assertThat(unfounded(repeat(45_000, 90_000))).isEmpty();
        assertThat(unfounded(repeat(75_000, 81_000))).isEmpty();
    }

    @Test
    void whatTheSnapshotHeldHadNot() {
        Repeat held = repeat(39_000, 55_000);

        assertThat(unfounded(held)).containsExactly(held);
    }

    @Test
    void whatCameAgainBeforeAnyRestartHadNot() {
        Repeat early = repeat(41_000, 44_000);

        assertThat(unfounded(early)).containsExactly(early);
    }

    @Test
    void whatCameAgainAfterTheRestartAlreadyHadNot() {
        Repeat twice = repeat(55_000, 60_000);

        assertThat(unfounded(twice)).containsExactly(twice);
    }

    @Test
    void aTokenMayArriveALittleAfterTheRestartThatLostIt() {
        assertThat(unfounded(repeat(51_000, 55_000))).isEmpty();
    }

    @Test
    void whatOneOfTwoWritersWroteTheOtherMayWriteToo() {
        List<Repeat> repeats =
                List.of(
                        repeat(59_000, 61_000),
                        repeat(39_000, 59_000),
                        repeat(55_000, 60_000),
                        repeat(61_000, 62_000));

        assertThat(Regeneration.unfounded(repeats, RESTARTS, List.of(new Overlap(58_000, 60_500))))
                .containsExactlyElementsOf(repeats.subList(1, 4));
    }

    private static List<Repeat> unfounded(Repeat repeat) {
        return Regeneration.unfounded(List.of(repeat), RESTARTS, List.of());
    }

    private static Repeat repeat(long before, long time) {
        return new Repeat("r at 0", 1, before, time);
    }
}
