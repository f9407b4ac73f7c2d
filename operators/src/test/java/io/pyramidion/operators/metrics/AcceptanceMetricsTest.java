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
package io.pyramidion.operators.metrics;

import io.pyramidion.engine.speculation.AcceptanceStage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptanceMetricsTest {

    private final RecordedMetrics recorded = new RecordedMetrics();
    private final AcceptanceMetrics metrics = new AcceptanceMetrics(recorded);

    @Test
    void countsByStageAndByPosition() {
        metrics.count(AcceptanceStage.DRAFT_TARGET, 3, 2);
        metrics.count(AcceptanceStage.DRAFT_TARGET, 2, 1);
        metrics.count(AcceptanceStage.DRAFT_TARGET, 2, 1);
        metrics.count(AcceptanceStage.DRAFT_TARGET, 1, 0);
        String stage = "stage.draft_target.";
        assertThat(recorded.count(stage + "draftedTokens")).isEqualTo(8);
        assertThat(recorded.count(stage + "acceptedTokens")).isEqualTo(4);
        assertThat(recorded.value(stage + "acceptanceRate")).isEqualTo(0.5);
        assertThat(recorded.count(stage + "position.0.draftedTokens")).isEqualTo(4);
        assertThat(recorded.count(stage + "position.0.acceptedTokens")).isEqualTo(3);
        assertThat(recorded.count(stage + "position.1.acceptedTokens")).isEqualTo(1);
        assertThat(recorded.count(stage + "position.2.draftedTokens")).isEqualTo(1);
        assertThat(recorded.count("stage.draft_qualifier.draftedTokens")).isZero();
    }

    @Test
    void leavesLatePositionsToTheTotals() {
        metrics.count(AcceptanceStage.PROMPT_LOOKUP, 20, 20);
        String stage = "stage.prompt_lookup.";
        assertThat(recorded.count(stage + "acceptedTokens")).isEqualTo(20);
        assertThat(recorded.count(stage + "position.7.acceptedTokens")).isEqualTo(1);
        assertThat(recorded.has(stage + "position.8.acceptedTokens")).isFalse();
    }
}
