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

import io.pyramidion.engine.speculation.RoundOutcome;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * All metrics of one subtask's chain.
 *
 * @param requests as senders see them
 * @param rounds what rounds cost and bring
 * @param acceptance how speculation goes
 */
public record GenerationMetrics(
        RequestMetrics requests, RoundMetrics rounds, AcceptanceMetrics acceptance) {

    /**
     * Registers everything in the project's group under an operator's.
     *
     * @param bitExact whether texts have the same bits in whatever batch
     */
    public static GenerationMetrics register(MetricGroup operator, boolean bitExact) {
        MetricGroup group = operator.addGroup(MetricNames.GROUP);
        Gauge<Integer> exact = () -> bitExact ? 1 : 0;
        group.addGroup(MetricNames.ENGINE).gauge(MetricNames.BIT_EXACT, exact);
        return new GenerationMetrics(
                new RequestMetrics(group), new RoundMetrics(group), new AcceptanceMetrics(group));
    }

    /**
     * Counts a round that is over.
     *
     * @param running requests in the running batch, those whose prompt is still read included
     * @param nanos from scheduling it until the batch is ready for the next
     */
    public void roundEnded(RoundOutcome outcome, int running, long nanos) {
        rounds.roundEnded(outcome, running, nanos);
        acceptance.roundEnded(outcome);
    }
}
