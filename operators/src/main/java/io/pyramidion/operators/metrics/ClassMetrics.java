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

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** The requests of one class: why they end, how long they take, whether that was in time. */
final class ClassMetrics {

    private final FinishCounters finished;
    private final Counter objectivesMet;
    private final Counter objectivesMissed;
    private final LatencyBuckets queueTime;
    private final LatencyBuckets timeToFirstToken;
    private final LatencyBuckets timePerOutputToken;
    private final LatencyBuckets endToEnd;

    ClassMetrics(MetricGroup group) {
        finished = new FinishCounters(group);
        objectivesMet = group.counter(MetricNames.OBJECTIVES_MET);
        objectivesMissed = group.counter(MetricNames.OBJECTIVES_MISSED);
        queueTime = ofARequest(group, MetricNames.QUEUE_TIME_MS);
        timeToFirstToken = ofARequest(group, MetricNames.TIME_TO_FIRST_TOKEN_MS);
        timePerOutputToken =
                new LatencyBuckets(
                        group, MetricNames.TIME_PER_OUTPUT_TOKEN_MS, LatencyBuckets.OF_A_TOKEN);
        endToEnd = ofARequest(group, MetricNames.END_TO_END_MS);
    }

    void ended(RequestEnd end) {
        finished.count(end.reason());
        end.objectivesMet().ifPresent(met -> (met ? objectivesMet : objectivesMissed).inc());
    }

    void took(RequestTimes times, int tokens) {
        queueTime.update(times.queue());
        if (tokens > 0) {
            timeToFirstToken.update(times.toFirstToken());
        }
        if (tokens > 1) {
            timePerOutputToken.update(times.perOutputToken());
        }
        endToEnd.update(times.total());
    }

    private static LatencyBuckets ofARequest(MetricGroup group, String name) {
        return new LatencyBuckets(group, name, LatencyBuckets.OF_A_REQUEST);
    }
}
