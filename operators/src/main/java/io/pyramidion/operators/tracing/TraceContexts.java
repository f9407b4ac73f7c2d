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

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells where requests stand in their traces, by the headers that W3C's Trace Context defines. The
 * answer depends on nothing but the request's origin: whoever asks, however often, and after
 * whatever failure, gets the same ids.
 *
 * @param sampleRate share of the requests without a trace that are traced, 0 to 1
 */
public record TraceContexts(double sampleRate) implements Serializable {

    /** Names the sender's span. */
    public static final String TRACEPARENT = "traceparent";

    /** What tracing systems keep beside it. */
    public static final String TRACESTATE = "tracestate";

    /** Characters that every system must pass on of a tracestate; more than a traceparent has. */
    private static final int LONGEST = 512;

    /**
     * Where the request of a record stands. A traceparent that cannot be read counts as none: a
     * trace begins here.
     *
     * @param requestId tells requests apart whose origin names no place
     */
    public TraceContext of(Origin origin, String requestId) {
        SpanContext parent = parent(origin);
        String place = SpanIds.place(origin, requestId);
        if (parent.isValid()) {
            return new TraceContext(
                    parent,
                    SpanContext.create(
                            parent.getTraceId(),
                            SpanIds.span(parent.getTraceId(), place),
                            parent.getTraceFlags(),
                            parent.getTraceState()),
                    false);
        }
        String trace = SpanIds.trace(place, origin.getEventTime());
        TraceFlags flags = isChosen(trace) ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return new TraceContext(
                parent,
                SpanContext.create(
                        trace, SpanIds.span(trace, place), flags, parent.getTraceState()),
                HeaderGetter.INSTANCE.get(origin, TRACEPARENT) != null);
    }

    /** As {@link RequestTracing#adopted} says. */
    static Origin adopt(Origin origin, Map<String, String> metadata) {
        String traceparent = metadata.get(TRACEPARENT);
        if (traceparent == null || HeaderGetter.INSTANCE.get(origin, TRACEPARENT) != null) {
            return origin;
        }
        List<Header> headers = new ArrayList<>(origin.getHeaders());
        headers.removeIf(header -> header.getKey().equals(TRACESTATE));
        headers.add(header(TRACEPARENT, traceparent));
        String state = metadata.get(TRACESTATE);
        if (state != null && state.length() <= LONGEST) {
            headers.add(header(TRACESTATE, state));
        }
        return Origin.newBuilder(origin).setHeaders(headers).build();
    }

    /** What is cut here is malformed before and after. */
    private static Header header(String name, String value) {
        String cut = value.substring(0, Math.min(LONGEST, value.length()));
        return new Header(name, ByteBuffer.wrap(cut.getBytes(StandardCharsets.UTF_8)));
    }

    private static SpanContext parent(Origin origin) {
        Context context =
                W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), origin, HeaderGetter.INSTANCE);
        return Span.fromContext(context).getSpanContext();
    }

    private boolean isChosen(String trace) {
        return Sampler.traceIdRatioBased(sampleRate)
                        .shouldSample(
                                Context.root(),
                                trace,
                                "",
                                SpanKind.INTERNAL,
                                Attributes.empty(),
                                List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }
}
