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
package io.pyramidion.cli.generate;

import io.pyramidion.engine.speculation.AcceptanceStage;
import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.engine.speculation.RoundCount;
import io.pyramidion.engine.speculation.StageCount;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class SpeedSummaryTest {

    private static final Map<AcceptanceStage, StageCount> STAGES =
            Map.of(
                    AcceptanceStage.QUALIFIER_TARGET, count(90, 81),
                    AcceptanceStage.DRAFT_QUALIFIER, count(40, 28),
                    AcceptanceStage.PROMPT_LOOKUP, count(0, 0));

    private static final RoundCount ROUNDS =
            new RoundCount(40, Map.of(Arm.OFF, 4L, Arm.DRAFT_QUALIFIER_TARGET, 36L), 90, 81, 3);

    @Test
    void tellsTokensSpeedAcceptanceAndLoading() {
        assertThat(lines(new Tally(96, 0, 96, 0, 96, 3120, STAGES, ROUNDS)))
                .containsExactly(
                        "96 prompts: 3120 tokens in 8.0 s, 390 tokens/s",
                        "accepted: draft→qualifier 70 % (28 of 40), qualifier→target 90 % (81 of 90)",
                        "rounds: 36 draft→qualifier→target, 4 off; 2.3 candidates each",
                        "models loaded in 1.2 s");
    }

    @Test
    void doesNotTellOfAcceptanceWhereNothingIsProposed() {
        assertThat(lines(new Tally(1, 0, 1, 0, 1, 1, Map.of(), RoundCount.ZERO)))
                .containsExactly(
                        "1 prompt: 1 token in 8.0 s, 0.13 tokens/s", "models loaded in 1.2 s");
    }

    @Test
    void tellsOfTextsAndRefusedPrompts() {
        assertThat(lines(new Tally(5, 2, 15, 0, 15, 80, Map.of(), RoundCount.ZERO)))
                .startsWith("5 prompts, 15 texts, 2 refused: 80 tokens in 8.0 s, 10 tokens/s");
    }

    @Test
    void tellsWhereItWasStopped() {
        assertThat(lines(new Tally(96, 1, 96, 8, 12, 400, Map.of(), RoundCount.ZERO)))
                .startsWith(
                        "stopped after 12 of 96 prompts, 1 refused: 400 tokens in 8.0 s, 50 tokens/s");
        assertThat(lines(new Tally(1, 0, 1, 0, 0, 0, Map.of(), RoundCount.ZERO)))
                .startsWith("stopped: 0 tokens in 8.0 s");
    }

    @Test
    void tellsOfNoSpeedWhereNothingIsGenerated() {
        assertThat(lines(new Tally(0, 2, 0, 0, 0, 0, Map.of(), RoundCount.ZERO)))
                .containsExactly("2 prompts refused: nothing generated", "models loaded in 1.2 s");
        assertThat(lines(new Tally(0, 0, 0, 0, 0, 0, Map.of(), RoundCount.ZERO)))
                .containsExactly("no prompts: nothing generated", "models loaded in 1.2 s");
        assertThat(lines(new Tally(1, 0, 1, 0, 1, 0, Map.of(), RoundCount.ZERO)))
                .startsWith("1 prompt: 0 tokens in 8.0 s");
    }

    private static List<String> lines(Tally tally) {
        return SpeedSummary.lines(tally, Duration.ofMillis(1234), Duration.ofSeconds(8));
    }

    private static StageCount count(long drafted, long accepted) {
        return new StageCount(drafted, accepted, List.of(), List.of());
    }
}
