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
package io.pyramidion.operators.tracing;

import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Who is told of each request that has been answered, for its trace. */
public interface RequestTracing extends AutoCloseable {

    /** Nothing is traced. */
    RequestTracing OFF =
            new RequestTracing() {
                @Override
                public Origin adopted(Origin origin, Map<String, String> metadata) {
                    return origin;
                }

                @Override
                public void ended(GenerationRequest request, ResultEnvelope result) {}

                @Override
                public void close() {}
            };

    /**
     * As the settings say. If they switch tracing on, this starts a thread and registers metrics;
     * if not, it is {@link #OFF}.
     *
     * @param operator the operator's group of metrics
     * @param subtask number of the operator's subtask
     * @param plan number of the controller's plan in force, if any
     */
    static RequestTracing of(
            TracingSettings settings,
            MetricGroup operator,
            int subtask,
            Supplier<OptionalLong> plan) {
        return settings.isOn() ? SentTracing.start(settings, operator, subtask, plan) : OFF;
    }

    /** The same for a function, which knows of no plan. */
    static RequestTracing of(TracingSettings settings, RuntimeContext function) {
        return of(
                settings,
                function.getMetricGroup(),
                function.getTaskInfo().getIndexOfThisSubtask(),
                OptionalLong::empty);
    }

    /**
     * A request's origin with the trace that its metadata names as headers, for senders that cannot
     * set headers. Headers win.
     */
    Origin adopted(Origin origin, Map<String, String> metadata);

    /**
     * Sends the spans of a request that ends now. Neither blocks nor throws: spans that cannot be
     * made or sent are dropped, counted and logged once.
     *
     * @param request as far as it could be read
     */
    void ended(GenerationRequest request, ResultEnvelope result);

    /** Sends what still waits if the collector takes it at once, and ends. */
    @Override
    void close();
}
