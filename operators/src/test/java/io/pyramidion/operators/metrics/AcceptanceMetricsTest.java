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
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptanceMetricsTest {

    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<String, Gauge<?>> gauges = new HashMap<>();
    private final AcceptanceMetrics metrics = new AcceptanceMetrics(new Recorder(""));

    @Test
    void countsByStageAndByPosition() {
        metrics.count(AcceptanceStage.DRAFT_TARGET, 3, 2);
        metrics.count(AcceptanceStage.DRAFT_TARGET, 2, 1);
        metrics.count(AcceptanceStage.DRAFT_TARGET, 2, 1);
        metrics.count(AcceptanceStage.DRAFT_TARGET, 1, 0);
        String stage = "stage.draft_target.";
        assertThat(counters.get(stage + "draftedTokens").getCount()).isEqualTo(8);
        assertThat(counters.get(stage + "acceptedTokens").getCount()).isEqualTo(4);
        assertThat(gauges.get(stage + "acceptanceRate").getValue()).isEqualTo(0.5);
        assertThat(counters.get(stage + "position.0.draftedTokens").getCount()).isEqualTo(4);
        assertThat(counters.get(stage + "position.0.acceptedTokens").getCount()).isEqualTo(3);
        assertThat(counters.get(stage + "position.1.acceptedTokens").getCount()).isEqualTo(1);
        assertThat(counters.get(stage + "position.2.draftedTokens").getCount()).isEqualTo(1);
        assertThat(counters.get("stage.draft_qualifier.draftedTokens").getCount()).isZero();
    }

    @Test
    void leavesLatePositionsToTheTotals() {
        metrics.count(AcceptanceStage.PROMPT_LOOKUP, 20, 20);
        String stage = "stage.prompt_lookup.";
        assertThat(counters.get(stage + "acceptedTokens").getCount()).isEqualTo(20);
        assertThat(counters.get(stage + "position.7.acceptedTokens").getCount()).isEqualTo(1);
        assertThat(counters).doesNotContainKey(stage + "position.8.acceptedTokens");
    }

    /** Keeps what is registered, by its name inside the project's group. */
    private final class Recorder extends UnregisteredMetricsGroup {

        private final String prefix;

        private Recorder(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Recorder(prefix + key + "." + value + ".");
        }

        @Override
        public Counter counter(String name) {
            return counters.computeIfAbsent(prefix + name, none -> super.counter(name));
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(prefix + name, gauge);
            return gauge;
        }
    }
}
