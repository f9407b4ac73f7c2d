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
import io.pyramidion.engine.speculation.RoundOutcome;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How much of what one model proposes the next one takes, by stage and by position in a run. */
public final class AcceptanceMetrics {

    /** Positions of a run that have counters of their own. */
    public static final int POSITIONS = 8;

    private record Counters(Counter drafted, Counter accepted) {

        static Counters in(MetricGroup group) {
            return new Counters(
                    group.counter(MetricNames.DRAFTED_TOKENS),
                    group.counter(MetricNames.ACCEPTED_TOKENS));
        }

        void add(long moreDrafted, long moreAccepted) {
            drafted.inc(moreDrafted);
            accepted.inc(moreAccepted);
        }

        double rate() {
            long proposed = drafted.getCount();
            return proposed == 0 ? 0 : (double) accepted.getCount() / proposed;
        }
    }

    private final Map<AcceptanceStage, Counters> stages = new EnumMap<>(AcceptanceStage.class);
    private final Map<AcceptanceStage, List<Counters>> positions =
            new EnumMap<>(AcceptanceStage.class);

    /**
     * @param group the group that the names of {@link MetricNames} stand in
     */
    public AcceptanceMetrics(MetricGroup group) {
        for (AcceptanceStage stage : AcceptanceStage.values()) {
            MetricGroup ofStage = group.addGroup(MetricNames.STAGE, stage.wireName());
            Counters counters = Counters.in(ofStage);
            stages.put(stage, counters);
            Gauge<Double> rate = counters::rate;
            ofStage.gauge(MetricNames.ACCEPTANCE_RATE, rate);
            List<Counters> ofPositions = new ArrayList<>();
            for (int i = 0; i < POSITIONS; i++) {
                ofPositions.add(
                        Counters.in(ofStage.addGroup(MetricNames.POSITION, Integer.toString(i))));
            }
            positions.put(stage, ofPositions);
        }
    }

    /** Adds what a round's models proposed and what was taken of it. */
    void roundEnded(RoundOutcome outcome) {
        for (RoundOutcome.Run run : outcome.runs()) {
            count(run.stage(), run.drafted(), run.accepted());
        }
    }

    /** Adds a run of {@code drafted} tokens, the first {@code accepted} of which were taken. */
    public void count(AcceptanceStage stage, int drafted, int accepted) {
        stages.get(stage).add(drafted, accepted);
        List<Counters> counters = positions.get(stage);
        for (int i = 0; i < Math.min(POSITIONS, drafted); i++) {
            counters.get(i).add(1, i < accepted ? 1 : 0);
        }
    }
}
