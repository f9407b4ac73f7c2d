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

import io.pyramidion.engine.speculation.FinishReason;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import java.util.HashMap;
import java.util.Map;

/** One counter a finish reason; all of them exist from the start, so that dashboards show zeros. */
final class FinishCounters {

    private static final String ERROR = "error";

    private final Map<String, Counter> counters = new HashMap<>();

    FinishCounters(MetricGroup group) {
        for (FinishReason reason : FinishReason.values()) {
            register(group, reason.wireName());
        }
        register(group, ERROR);
    }

    void count(String reason) {
        counters.get(reason).inc();
    }

    private void register(MetricGroup group, String reason) {
        MetricGroup ofReason = group.addGroup(MetricNames.REASON, reason);
        counters.put(reason, ofReason.counter(MetricNames.REQUESTS_FINISHED));
    }
}
