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
package io.pyramidion.cli.metrics;

import io.pyramidion.engine.speculation.Arm;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ArmWatchTest {

    private final ArmWatch watch = new ArmWatch();

    @Test
    void tellsTheArmOfMostRoundsSinceOneLookedLast() {
        assertThat(watch.look(Map.of(Arm.DRAFT_TARGET, 100L, Arm.OFF, 3L)))
                .contains(Arm.DRAFT_TARGET);
        assertThat(watch.look(Map.of(Arm.DRAFT_TARGET, 102L, Arm.OFF, 30L))).contains(Arm.OFF);
    }

    @Test
    void keepsToTheLastArmWhileNoRoundIsRun() {
        assertThat(watch.look(Map.of(Arm.OFF, 0L))).isEmpty();
        watch.look(Map.of(Arm.QUALIFIER_TARGET, 5L));
        assertThat(watch.look(Map.of(Arm.QUALIFIER_TARGET, 5L))).contains(Arm.QUALIFIER_TARGET);
    }

    @Test
    void countsAfreshIfAJobRestarts() {
        watch.look(Map.of(Arm.OFF, 500L, Arm.DRAFT_TARGET, 9L));
        watch.look(Map.of(Arm.OFF, 0L, Arm.DRAFT_TARGET, 0L));
        assertThat(watch.look(Map.of(Arm.OFF, 1L, Arm.DRAFT_TARGET, 4L)))
                .contains(Arm.DRAFT_TARGET);
    }
}
