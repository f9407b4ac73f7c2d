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

import io.pyramidion.operators.request.Terms;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EngineClockTest {

    private final EngineClock clock = new EngineClock(() -> 1_000, () -> 7_000_000_000L);

    @Test
    void keepsTheDistanceFromNow() {
        assertThat(clock.nanosOf(1_250)).isEqualTo(7_250_000_000L);
        assertThat(clock.nanosOf(400)).isEqualTo(6_400_000_000L);
    }

    @Test
    void tellsTheEndOfTimeFromATime() {
        assertThat(clock.nanosOf(Terms.NEVER)).isEqualTo(Long.MAX_VALUE);
        assertThat(clock.nanosOf(-Terms.NEVER)).isNegative();
    }
}
