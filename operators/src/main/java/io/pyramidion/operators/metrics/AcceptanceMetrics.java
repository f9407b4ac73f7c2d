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

import java.util.EnumMap;
import java.util.Map;

/** How much of what one model proposes the next one takes, by stage. */
public final class AcceptanceMetrics {

    private record Counters(Counter drafted, Counter accepted) {

        double rate() {
            long proposed = drafted.getCount();
            return proposed == 0 ? 0 : (double) accepted.getCount() / proposed;
        }
    }

    private final Map<AcceptanceStage, Counters> stages = new EnumMap<>(AcceptanceStage.class);

    /**
     * @param group the group that the names of {@link MetricNames} stand in
     */
    public AcceptanceMetrics(MetricGroup group) {
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            MetricGroup ofStage = group.addGroup(MetricNames.STAGE, stage.wireName());
            Counters counters =
                    new Counters(
                            ofStage.counter(MetricNames.DRAFTED_TOKENS),
                            ofStage.counter(MetricNames.ACCEPTED_TOKENS));
            stages.put(stage, counters);
            Gauge<Double> rate = counters::rate;
            ofStage.gauge(MetricNames.ACCEPTANCE_RATE, rate);
        }
    }

    public void count(AcceptanceStage stage, long drafted, long accepted) {
        stages.get(stage).drafted().inc(drafted);
        stages.get(stage).accepted().inc(accepted);
    }
}
